using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Cells with sine, cosine, error function and sign, and with conditions on parameters, run in kernels, and give what libtorch's operations give.</summary>
public sealed class FunctionCellTests
{
    private const int Batch = 5;
    private const int Time = 6;
    private const int Size = 23;

    [Fact]
    public void Oscillators_with_sine_and_cosine_give_the_same_by_libtorch() => AssertEqual(new ModelUnderTest<OfWaves, OfWaves.State>(new(Size, dtype: ScalarType.Float64)), 2);

    [Fact]
    public void Cell_with_gelu_and_sign_gives_the_same_by_libtorch() => AssertEqual(new ModelUnderTest<OfGelu, OfGelu.State>(new(Size, dtype: ScalarType.Float64)), 1);

    [Fact]
    public void Sweep_with_sine_and_error_function_gives_the_same_by_libtorch() => AssertEqual(new ModelUnderTest<OfSineSweep, OfSineSweep.State>(new(Size, dtype: ScalarType.Float64)), 2);

    [Fact]
    public void Selections_by_parameters_alone_give_the_same_by_libtorch() => AssertEqual(new ModelUnderTest<OfChoices, OfChoices.State>(new(Size, dtype: ScalarType.Float64)), 2);

    private static void AssertEqual(IModelUnderTest model, int states)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var disposed = model;
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, Size);
        Tensor[] initial = [.. Enumerable.Range(0, states).Select(_ => draw.Normal(1, Batch, Size))];
        var lengths = tensor([Time, 2L, 1L, Time, 4L]);
        Gradients.Equal(KernelSwitch.Off(Run), Run(), 1e-10);

        Gradients Run() => Gradients.Of(model.Module, (sequence, given) => model.Forward(sequence, given, lengths), input, initial);
    }
}

[Cell("""
    z_t = 0.9 ⊙ z_{t-1} + 0.1 ⊙ (sin(W · h_{t-1} + V · x_t + b) - cos(w ⊙ h_{t-1}))
    h_t = h_{t-1} + 0.1 ⊙ z_t
    """)]
public partial class WaveCell;

[SequenceModel, Features("size"), Recurrent(typeof(WaveCell), "size")]
public partial class OfWaves;

[Cell("""
    z_t = σ(W_z · x_t + U_z · h_{t-1})
    h_t = z_t ⊙ h_{t-1} + (1 - z_t) ⊙ gelu(W · x_t + U · h_{t-1} + b ⊙ sign(h_{t-1}))
    """)]
public partial class GeluCell;

[SequenceModel, Features("size"), Recurrent(typeof(GeluCell), "size")]
public partial class OfGelu;

// A condition on parameters is the same at every step: on one, on two, beside the derivative of tanh, and beside a condition on a state.
[Cell("""
    c_t = c_{t-1} + W · x_t if p > 0 else 0.5 ⊙ c_{t-1}
    h_t = tanh(U · h_{t-1} + c_t) if p > q or h_{t-1} > 0.5 else (q ⊙ h_{t-1} if q < 0 else 0.25 ⊙ c_t)
    """)]
public partial class ChoiceCell;

[SequenceModel, Features("size"), Recurrent(typeof(ChoiceCell), "size")]
public partial class OfChoices;

[Cell("""
    c_t = erf(c_{t-1} + W · x_t)
    h_t = 0.5 ⊙ h_{t-1} + sin(w ⊙ h_{t-1} + c_t)
    """)]
public partial class SineSweep;

[SequenceModel, Features("size"), Recurrent(typeof(SineSweep), "size")]
public partial class OfSineSweep;
