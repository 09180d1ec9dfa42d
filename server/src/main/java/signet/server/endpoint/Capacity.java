package signet.server.endpoint;

/**
 * What requests of one kind may take at once, so that another kind cannot take it from them: the
 * network's requests leave operators theirs.
 *
 * @param bodies memory for bodies that arrive
 * @param workers threads that block
 */
record Capacity(RequestBody bodies, Workers workers) implements AutoCloseable {
  /** Takes on no more work; what runs is still done. */
  @Override
  public void close() {
    workers.close();
  }
}
