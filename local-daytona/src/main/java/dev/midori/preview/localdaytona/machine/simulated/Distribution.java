package dev.midori.preview.localdaytona.machine.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long something takes, as a law from which each single time is drawn. */
sealed interface Distribution {
    /** A time; never a negative one. */
    Duration draw(RandomGenerator random);

    /** The same each time. */
    record Constant(Duration time) implements Distribution {
        @Override
        public Duration draw(RandomGenerator random) {
            return time;
        }
    }

    /** Any time from {@code min} to {@code max}, each as likely. */
    record Uniform(Duration min, Duration max) implements Distribution {
        @Override
        public Duration draw(RandomGenerator random) {
            return min.plusNanos(random.nextLong(max.minus(min).toNanos() + 1));
        }
    }

    /** As often below the mean as above it: two of three times are within one deviation of it. */
    record Normal(Duration mean, Duration deviation) implements Distribution {
        @Override
        public Duration draw(RandomGenerator random) {
            return nanos(random.nextGaussian((double) mean.toNanos(), (double) deviation.toNanos()));
        }
    }

    /** Many are short and a few are long, as with downloads: half of them below the median, 95 of 100 below {@code p95}. */
    record LogNormal(Duration median, Duration p95) implements Distribution {
        /** How many deviations above the mean of a normal distribution 95 of 100 values end. */
        private static final double DEVIATIONS_TO_P95 = 1.644_853_626_951;

        @Override
        public Duration draw(RandomGenerator random) {
            var mean = Math.log((double) median.toNanos());
            var deviation = (Math.log((double) p95.toNanos()) - mean) / DEVIATIONS_TO_P95;
            return nanos(Math.exp(mean + deviation * random.nextGaussian()));
        }
    }

    /** As another one; what would lie beyond the bounds lies on them. */
    record Bounded(Distribution drawn, Duration min, Duration max) implements Distribution {
        @Override
        public Duration draw(RandomGenerator random) {
            var time = drawn.draw(random);
            if (time.compareTo(min) < 0) {
                return min;
            }
            return time.compareTo(max) > 0 ? max : time;
        }
    }

    private static Duration nanos(double nanos) {
        return Duration.ofNanos(Math.max(0, Math.round(nanos)));
    }
}
