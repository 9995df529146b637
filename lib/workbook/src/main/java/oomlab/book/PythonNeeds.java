package oomlab.book;

import java.util.List;

/** What a command needs from Python, and the packages that provide it. */
public enum PythonNeeds {
  /** To execute notebooks and write pages. */
  BOOK(
      "nbclient nbconvert nbformat jupyter_client.provisioning",
      0,
      "nbclient nbconvert",
      "python3-nbclient python3-nbconvert"),
  /** To open notebooks in JupyterLab 4 or newer. Debian's part of it is what makes environments. */
  LAB("jupyterlab", 4, "jupyterlab", "python3-venv"),
  /** To open notebooks in Jupyter Notebook, of any version. */
  NOTEBOOK("notebook", 0, "notebook", "jupyter-notebook"),
  /** JJava, a Java kernel. */
  JJAVA("jjava", 0, "jjava", "python3-venv"),
  /** To test the built-in kernel. */
  KERNEL_TEST(
      "jupyter_kernel_test jupyter_client",
      0,
      "jupyter_kernel_test",
      "python3-jupyter-kernel-test");

  private final String modules;
  private final int leastMajor;
  private final String pipPackages;
  private final String debianPackages;

  PythonNeeds(String modules, int leastMajor, String pipPackages, String debianPackages) {
    this.modules = modules;
    this.leastMajor = leastMajor;
    this.pipPackages = pipPackages;
    this.debianPackages = debianPackages;
  }

  /** Returns the modules that must be importable; the first one's version is told. */
  List<String> modules() {
    return words(modules);
  }

  /** Returns the least major version of the first module; 0 if any will do. */
  int leastMajor() {
    return leastMajor;
  }

  /** Returns the packages' names on PyPI. */
  List<String> pipPackages() {
    return words(pipPackages);
  }

  /** Returns the packages' names on Debian and Ubuntu. */
  List<String> debianPackages() {
    return words(debianPackages);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }
}
