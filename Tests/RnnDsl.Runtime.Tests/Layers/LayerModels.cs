using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Every model of these tests, for what holds of all of them.</summary>
internal static class LayerModels
{
    public static readonly IReadOnlyList<Type> All =
    [
        typeof(PaddedWords), typeof(DroppedWords), typeof(GivenWords), typeof(TiedWords), typeof(TiedPaddedWords),
        typeof(NormalizedSteps), typeof(NormalizedVector), typeof(LockedSteps),
        typeof(SameWindow), typeof(EvenWindow), typeof(ValidWindow), typeof(CausalWindow), typeof(StridedWindow), typeof(ValidStrides), typeof(PointWindow),
        typeof(RowsOfImages), typeof(ColumnsOfImages), typeof(PixelsOfImages), typeof(EvenImages),
        typeof(MeanOfAll), typeof(LargestOfAll), typeof(PooledByAttention), typeof(PooledWindows),
        typeof(OwnMethods), typeof(OwnModules), typeof(Classes), typeof(ClassesOfSteps), typeof(Numbers), typeof(NumbersOfSteps), typeof(DistancesOfSteps), typeof(Labels),
    ];

    /// <summary>Those over sequences that need not end together.</summary>
    public static IEnumerable<Type> OverSequences => All.Where(type => type.GetMethod("forward")!.GetParameters().Any(parameter => parameter.Name == "lengths"));

    /// <summary>Those with a single step.</summary>
    public static IEnumerable<Type> WithStep => All.Where(type => type.GetMethod("Step") is not null);
}

[SequenceModel, Embedding(11, 4, PaddingIndex = 3, Name = "embed"), Rnn(5)]
public partial class PaddedWords;

[SequenceModel, Embedding(11, 4, Dropout = 0.5, Name = "embed"), Rnn(5)]
public partial class DroppedWords;

[SequenceModel, Embedding("words = 11", 4, PaddingIndex = 3, Pretrained = true, Frozen = true, Name = "embed"), Rnn(5)]
public partial class GivenWords;

[SequenceModel, Embedding(11, 4, Name = "embed"), Rnn(4), Linear(11, TiedTo = "embed", Name = "fc")]
public partial class TiedWords;

[SequenceModel, Embedding(11, 4, PaddingIndex = 3, Name = "embed"), Rnn(4), Linear(11, TiedTo = "embed", Name = "fc")]
public partial class TiedPaddedWords;

[SequenceModel, Features(3), LayerNorm(Name = "norm"), Rnn(5), LayerNorm(Name = "top")]
public partial class NormalizedSteps;

[SequenceModel, Features(3), Rnn(5), LastState, LayerNorm(Name = "norm")]
public partial class NormalizedVector;

[SequenceModel, Features(3), Dropout(0.5, Locked = true), Rnn(5)]
public partial class LockedSteps;

[SequenceModel, Features(3), Conv1d(4, Name = "window"), Rnn(5)]
public partial class SameWindow;

[SequenceModel, Features(3), Conv1d(4, Kernel = 4, Dilation = 2, Stride = 2, Name = "window"), Rnn(5)]
public partial class EvenWindow;

[SequenceModel, Features(3), Conv1d(4, Kernel = 3, Padding = ConvolutionPadding.Valid, Name = "window"), Rnn(5)]
public partial class ValidWindow;

[SequenceModel, Features(3), Conv1d(4, Kernel = 3, Dilation = 2, Padding = ConvolutionPadding.Causal, Name = "window"), Rnn(5)]
public partial class CausalWindow;

[SequenceModel, Features(3), Conv1d(4, Kernel = 5, Stride = 3, Name = "window"), Rnn(5)]
public partial class StridedWindow;

[SequenceModel, Features(3), Conv1d(4, Kernel = 2, Stride = 2, Padding = ConvolutionPadding.Valid, Name = "window"), Rnn(5)]
public partial class ValidStrides;

[SequenceModel, Features(3), Conv1d(4, Kernel = 1, Name = "window"), Rnn(5)]
public partial class PointWindow;

[SequenceModel, Features(3), AveragePool1d(3), Rnn(5)]
public partial class AveragedSteps;

[SequenceModel, Features(3), AveragePool1d(2, Stride = 1), Rnn(5, Bidirectional = true)]
public partial class OverlappingAverages;

[SequenceModel, Features(3), AveragePool1d(1, Stride = 2), Rnn(5)]
public partial class EverySecondStep;

[SequenceModel, Image(2, 6, 5), Conv2d(3, Name = "window"), Activation(Activation.Tanh), MaxPool2d(2), FlattenToSequence, Rnn(5), LastState]
public partial class RowsOfImages;

[SequenceModel, Image("channels = 2", 6, "width = 5"), Conv2d(3, Kernel = 2, Padding = ConvolutionPadding.Valid, Name = "window"), FlattenToSequence(ImageAxis.Columns), Rnn(5)]
public partial class ColumnsOfImages;

[SequenceModel, Image(2, 6, 5), MaxPool2d(3, Stride = 1), FlattenToSequence(ImageAxis.Positions), Rnn(5), MeanPooling]
public partial class PixelsOfImages;

[SequenceModel, Image(2, 6, 5), Conv2d(3, Kernel = 4, Stride = 2, Name = "window"), Dropout(0.1), FlattenToSequence, Conv1d(4, Name = "steps"), Rnn(5)]
public partial class EvenImages;

[SequenceModel, Features(3), Rnn(5), MeanPooling]
public partial class MeanOfAll;

[SequenceModel, Features(3), Rnn(5), MaxPooling]
public partial class LargestOfAll;

[SequenceModel, Features(3), Rnn(5), AttentionPooling(4, Name = "attention"), Linear(2)]
public partial class PooledByAttention;

[SequenceModel, Features(3), Rnn(5), Conv1d(4, Kernel = 2, Stride = 2, Padding = ConvolutionPadding.Valid), AttentionPooling(4, Name = "attention")]
public partial class PooledWindows;

[SequenceModel, Features(3), Apply(nameof(Halve)), Rnn(5), Apply(nameof(Pair), Features = 10), Apply(nameof(Centre)), Linear(2)]
public partial class OwnMethods
{
    private readonly double _half = 0.5;

    private static Tensor Pair(Tensor x) => cat([x, x.square()], -1);

    private static Tensor Centre(Tensor x, Tensor? lengths) => x - RnnDsl.Torch.SequencePooling.Mean(x, lengths).unsqueeze(1);

    private Tensor Halve(Tensor x) => x * _half;
}

[SequenceModel, Features(3), Module(typeof(Gate), Name = "gate"), Rnn(5), Module(typeof(Widened), 7, Name = "widened")]
public partial class OwnModules;

/// <summary>x ⊙ σ(W x)</summary>
public sealed class Gate : nn.Module<Tensor, Tensor>
{
    private readonly Linear _weights;

    public Gate(long features) : base(nameof(Gate))
    {
        _weights = nn.Linear(features, features);
        register_module("weights", _weights);
    }

    public override Tensor forward(Tensor input) => input * _weights.call(input).sigmoid();

    protected override void RegisterComponents() { }
}

/// <summary>Two more features, both zero.</summary>
internal sealed class Widened() : nn.Module<Tensor, Tensor>(nameof(Widened))
{
    public override Tensor forward(Tensor input) => nn.functional.pad(input, (0, 2));
}

[SequenceModel, Features(3), Rnn(5), LastState, Linear(4), Classify(LabelSmoothing = 0.2)]
public partial class Classes;

[SequenceModel, Features(3), Conv1d(4, Stride = 2), Rnn(5), Linear(4), Classify]
public partial class ClassesOfSteps;

[SequenceModel, Features(3), Rnn(5), MaxPooling, Linear(4), Regress(Loss = RegressionLoss.Huber)]
public partial class Numbers;

[SequenceModel, Features(3), Rnn(5), Linear(4), Regress]
public partial class NumbersOfSteps;

[SequenceModel, Features(3), Rnn(5), Linear(4), Regress(Loss = RegressionLoss.Absolute)]
public partial class DistancesOfSteps;

[SequenceModel, Features(3), Conv1d(4, Kernel = 2, Padding = ConvolutionPadding.Valid), Rnn(5), Linear(4), Ctc(Blank = 3)]
public partial class Labels;

[SequenceModel, Features(3), Rnn(5), Linear(6), Ctc]
public partial class SixLabels;

[SequenceModel, Features(3), Rnn(5), Linear(6), Ctc(ZeroInfinity = true)]
public partial class AlignableLabels;

[SequenceModel, Features(3), Rnn(5), Linear("labels"), Ctc(Blank = 3)]
public partial class BlankBehindLabels;

[SequenceModel, Features(3), Rnn("half", Bidirectional = true), Ctc(Blank = 5)]
public partial class BlankBehindStates;
