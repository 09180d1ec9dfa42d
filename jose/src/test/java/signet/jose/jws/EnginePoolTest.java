package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
  private final EnginePool<String> pool = new EnginePool<>();

  @Test
  void givesEachThingOutOnce() {
    assertThat(pool.take()).isNull();
    pool.give("engine");
    assertThat(pool.take()).isEqualTo("engine");
    assertThat(pool.take()).isNull();
  }

  @Test
  void servesAnyThread() throws InterruptedException {
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 64; i++) {
      String engine = "engine " + i;
      Thread thread =
          new Thread(
              () -> {
                pool.give(engine);
                taken.add(pool.take());
              });
      thread.start();
      thread.join();
    }
    assertThat(taken)
        .containsExactlyElementsOf(IntStream.range(0, 64).mapToObj(i -> "engine " + i).toList());
  }

  @Test
  void keepsNeighbouringThreadsApart() throws InterruptedException {
    pool.give("of this thread");
    List<String> taken = new ArrayList<>();
    Thread other = new Thread(() -> taken.add(pool.take()));
    while ((other.getId() & 1) == (Thread.currentThread().getId() & 1)) {
      other = new Thread(() -> taken.add(pool.take()));
    }
    other.start();
    other.join();
    assertThat(taken).containsOnlyNulls();
    assertThat(pool.take()).isEqualTo("of this thread");
  }
}
