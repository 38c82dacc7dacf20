using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A loss over classes chooses among two or more, also where the constructor is given their number.</summary>
public sealed class ClassCountTests
{
    [Fact]
    public void Single_class_is_a_constructor_error_for_classification_and_CTC()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>("classes", () => new SizedClassifier(classes: 1));
        Assert.Contains("'2'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new SizedRecognizer(labels: 1));
    }

    [Fact]
    public void Two_classes_and_a_single_regression_output_are_valid()
    {
        using var scope = NewDisposeScope();
        using var classifier = new SizedClassifier(classes: 2);
        using var regression = new SizedRegression(numbers: 1);
        Assert.Equal([2, 2], classifier.call(zeros(2, 5, 3)).shape);
        Assert.Equal([2, 1], regression.call(zeros(2, 5, 3)).shape);
    }
}

[SequenceModel, Features(3), Gru(4), LastState, Linear("classes"), Classify]
public partial class SizedClassifier;

[SequenceModel, Features(3), Gru(4), Linear("labels"), Ctc]
public partial class SizedRecognizer;

[SequenceModel, Features(3), Gru(4), LastState, Linear("numbers"), Regress]
public partial class SizedRegression;
