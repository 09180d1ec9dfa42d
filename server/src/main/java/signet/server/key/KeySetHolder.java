package signet.server.key;

/** Who uses the keys that a {@link KeyRotation} loads. */
interface KeySetHolder {
  /** Takes over a set that has a key that signs. */
  void adopt(KeySnapshot set);

  /** May sign until then, by the monotonic clock. */
  void leasedUntil(long nanos);
}
