package signet.jose.jws;

/**
 * What a token may be at most, refused before work is done on it.
 *
 * @param maxTokenBytes length of the compact serialization
 * @param maxDepth how deep objects and arrays may nest in header and claims
 * @param maxMembers how many members an object in header or claims may have
 */
public record TokenLimits(int maxTokenBytes, int maxDepth, int maxMembers) {
  /** 8 KiB, 8 levels, 100 members. */
  public static final TokenLimits DEFAULT = new TokenLimits(8 * 1024, 8, 100);

  /** Refuses limits that nothing could meet. */
  public TokenLimits {
    if (maxTokenBytes < 1 || maxDepth < 1 || maxMembers < 1) {
      throw new IllegalArgumentException("limits are at least 1");
    }
  }
}
