package dev.serin.stories;

import org.junit.jupiter.api.Nested;

/** All families of {@code fixtures/}, each with a server of its own. */
class FixturesTest {

  @Nested
  class ScikitLearn161 extends FixturesStory {
    ScikitLearn161() {
      super("sklearn-1.6.1");
    }
  }

  @Nested
  class ScikitLearn191 extends FixturesStory {
    ScikitLearn191() {
      super("sklearn-1.9.1");
    }
  }

  @Nested
  class Keras3 extends FixturesStory {
    Keras3() {
      super("keras-3");
    }
  }

  @Nested
  class Keras2 extends FixturesStory {
    Keras2() {
      super("keras-2");
    }
  }

  @Nested
  class Keras21 extends FixturesStory {
    Keras21() {
      super("keras-2.1");
    }
  }

  @Nested
  class OnnxByHand extends FixturesStory {
    OnnxByHand() {
      super("onnx-helper");
    }
  }

  @Nested
  class OnnxOfScikitLearn extends FixturesStory {
    OnnxOfScikitLearn() {
      super("onnx-skl2onnx");
    }
  }

  @Nested
  class OnnxOfTensorFlow extends FixturesStory {
    OnnxOfTensorFlow() {
      super("onnx-tf2onnx");
    }
  }

  @Nested
  class LightGbm223 extends FixturesStory {
    LightGbm223() {
      super("lightgbm-2.2.3");
    }
  }

  @Nested
  class LightGbm231 extends FixturesStory {
    LightGbm231() {
      super("lightgbm-2.3.1");
    }
  }

  @Nested
  class LightGbm335 extends FixturesStory {
    LightGbm335() {
      super("lightgbm-3.3.5");
    }
  }

  @Nested
  class LightGbm430 extends FixturesStory {
    LightGbm430() {
      super("lightgbm-4.3.0");
    }
  }

  @Nested
  class LightGbm470 extends FixturesStory {
    LightGbm470() {
      super("lightgbm-4.7.0");
    }
  }

  @Nested
  class Xgboost121 extends FixturesStory {
    Xgboost121() {
      super("xgboost-1.2.1");
    }
  }

  @Nested
  class Xgboost152 extends FixturesStory {
    Xgboost152() {
      super("xgboost-1.5.2");
    }
  }

  @Nested
  class Xgboost176 extends FixturesStory {
    Xgboost176() {
      super("xgboost-1.7.6");
    }
  }

  @Nested
  class Xgboost203 extends FixturesStory {
    Xgboost203() {
      super("xgboost-2.0.3");
    }
  }

  @Nested
  class Xgboost320 extends FixturesStory {
    Xgboost320() {
      super("xgboost-3.2.0");
    }
  }

  @Nested
  class Xgboost341 extends FixturesStory {
    Xgboost341() {
      super("xgboost-3.4.1");
    }
  }
}
