/**
 * What commands and the page need to explain the reports of a whole log: {@link
 * oomlab.internal.explain.EarlierVictims} remembers whom earlier ones killed, {@link
 * oomlab.internal.explain.WhatIfWords} reads questions as they are typed.
 */
@NullMarked
package oomlab.internal.explain;

import org.jspecify.annotations.NullMarked;
