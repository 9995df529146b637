package oomlab.guest;

import java.io.IOException;

/** A guest could not be made or did not come to its end; the message says why and what to do. */
public class GuestException extends IOException {
  private static final long serialVersionUID = 1;

  /** Makes one with a whole sentence. */
  public GuestException(String message) {
    super(message);
  }

  /** Makes one with a whole sentence and what it came from. */
  public GuestException(String message, Throwable cause) {
    super(message, cause);
  }
}
