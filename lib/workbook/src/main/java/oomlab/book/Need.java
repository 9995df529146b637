package oomlab.book;

import java.util.List;

/** What a command needs from Python, and the packages that bring it. */
public enum Need {
  /** To execute notebooks and write pages. */
  BOOK(
      "nbclient nbconvert nbformat jupyter_client.provisioning",
      "python3-nbclient python3-nbconvert",
      "nbclient nbconvert"),
  /** To open notebooks in JupyterLab. */
  LAB("jupyterlab", "", ""),
  /** To open notebooks in Jupyter Notebook. */
  NOTEBOOK("notebook", "jupyter-notebook", "notebook"),
  /** To test the built-in kernel. */
  KERNEL_TEST(
      "jupyter_kernel_test jupyter_client", "python3-jupyter-kernel-test", "jupyter_kernel_test");

  private final String modules;
  private final String debianPackages;
  private final String pipPackages;

  Need(String modules, String debianPackages, String pipPackages) {
    this.modules = modules;
    this.debianPackages = debianPackages;
    this.pipPackages = pipPackages;
  }

  /** Returns the modules that must be importable. */
  List<String> modules() {
    return words(modules);
  }

  /** Returns the packages' names on Debian and Ubuntu. */
  List<String> debianPackages() {
    return words(debianPackages);
  }

  /** Returns the packages' names on PyPI. */
  List<String> pipPackages() {
    return words(pipPackages);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
