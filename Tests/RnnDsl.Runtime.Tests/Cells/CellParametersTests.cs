using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

[Cell("""
    z_t = σ(W_z · [h_{t-1}, x_t] + b_z)
    n_t = tanh(W_n · [h_{t-1}, x_t] + b_n)
    h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ n_t
    """)]
public partial class AsWritten;

// The same cell: another order, other spellings, other blanks, a comment.
[Cell("n = tanh( W_n@[h_prev,x]+b_n ) ; z = sigmoid(b_z + W_{z} @ [h_prev; x])   # the gate\n h=z*n+(1-z)*h_prev")]
public partial class Rewritten;

[SequenceModel, Features(3), Recurrent(typeof(AsWritten), 4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ModelAsWritten;

[SequenceModel, Features(3), Recurrent(typeof(Rewritten), 4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ModelRewritten;

[Cell("h_t = h_{t-1} ⊙ σ(x_t) + x_t")]
public partial class Parameterless;

[SequenceModel, Features(4), Recurrent(typeof(Parameterless), 4, Name = "cell")]
public partial class ParameterlessModel;

/// <summary>The parameters of cells of equations: their names, how they begin, where they lie.</summary>
public sealed class CellParametersTests
{
    [Fact]
    public void Saved_weights_load_into_the_model_with_rewritten_equations()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var before = new ModelAsWritten(dtype: ScalarType.Float64);
        using var after = new ModelRewritten(dtype: ScalarType.Float64);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            before.SaveSafetensors(path);
            after.LoadSafetensors(path);
        }
        finally
        {
            File.Delete(path);
        }

        var input = draw.Normal(2, 5, 3);
        Near.Equal("the output", before.forward(input).Output, after.forward(input).Output, 1e-14);
    }

    [Fact]
    public void Parameters_have_the_names_of_the_equations()
    {
        using var model = new ModelAsWritten();

        Assert.Equal(
            from layer in new[] { "_l0", "_l1" }
            from direction in new[] { "", "_reverse" }
            from name in new[] { "W_z", "b_z", "W_n", "b_n" }
            select $"cell.{name}{layer}{direction}",
            model.named_parameters().Select(pair => pair.name));
    }

    [Theory]
    [InlineData(ParameterInitialization.Zeros, 0, 0, 0)]
    [InlineData(ParameterInitialization.Ones, 0, 1, 1)]
    [InlineData(ParameterInitialization.Constant, -2.5, -2.5, -2.5)]
    [InlineData(ParameterInitialization.Uniform, 0, -0.25, 0.25)]
    [InlineData(ParameterInitialization.Xavier, 0, -0.25, 0.25)]
    public void Initial_values_lie_within_the_bounds_of_the_initialisation(ParameterInitialization initialization, double value, double least, double most)
    {
        using var scope = NewDisposeScope();
        using var parameters = Create(16, 80, initialization, value);
        var drawn = parameters.Layer(0)["W"];

        Assert.InRange(drawn.min().item<double>(), least, most);
        Assert.InRange(drawn.max().item<double>(), least, most);
        Assert.Equal(least == most, drawn.std().item<double>() == 0);
    }

    [Fact]
    public void Normal_orthogonal_and_identity_initialisation_have_their_properties()
    {
        using var scope = NewDisposeScope();
        using var normal = Create(60, 60, ParameterInitialization.Normal, 0.5);
        using var orthogonal = Create(6, 6, ParameterInitialization.Orthogonal, 0);
        using var identity = Create(3, 5, ParameterInitialization.Identity, 0);
        var turned = orthogonal.Layer(0)["W"];

        Assert.InRange(normal.Layer(0)["W"].std().item<double>(), 0.45, 0.55);
        Near.Equal("W · Wᵀ", eye(6, dtype: ScalarType.Float64), turned.mm(turned.t()), 1e-6);
        Near.Equal("the identity", eye(3, 5, dtype: ScalarType.Float64), identity.Layer(0)["W"], 0);
    }

    [Fact]
    public void Missing_layer_direction_or_parameter_is_an_error()
    {
        using var parameters = Create(2, 2, ParameterInitialization.Zeros, 0);

        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.Layer(1));
        Assert.StartsWith("Indices of layers are from 0 to 0; the index is 1.", Assert.Throws<ArgumentOutOfRangeException>("layer", () => parameters.Features(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.Layer(0, reverse: true));
        Assert.Throws<KeyNotFoundException>(() => parameters.Layer(0)["U"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CellParameters(0, 1, _ => []));
    }

    [Fact]
    public void Cell_without_parameters_follows_the_dtype_of_its_model()
    {
        using var scope = NewDisposeScope();
        using var model = new ParameterlessModel();
        model.to(ScalarType.Float64);

        Assert.Empty(model.parameters());
        Assert.Empty(model.state_dict());
        Assert.Equal(ScalarType.Float64, model.InitialState().Hidden.dtype);
        var input = randn(2, 3, 4, dtype: ScalarType.Float64);
        var (output, state) = model.forward(input);
        Near.Equal("the last output", state.Hidden[0], output.select(1, -1));
    }

    public static TheoryData<CellModel> Models() => [.. CellModel.All.Where(model => model.Declared.Layers == 1 && !model.ReadsFromTheEnd)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_and_backward_keep_the_live_tensor_count(CellModel place)
    {
        using var draw = new Draw();
        using var model = place.Create(place.Features(4), 4);
        using var input = draw.Normal(2, 3, place.Features(4)).requires_grad_();
        Passes();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 5; i++)
        {
            Passes();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Passes()
        {
            using var scope = NewDisposeScope();
            var (output, states) = model.Forward(input);
            (output.sum() + states.Select(state => state.sum()).Aggregate((sum, state) => sum + state)).backward();
            model.StepThrough(input, null).Output.sum().backward();
            model.Module.zero_grad();
        }
    }

    private static CellParameters Create(long rows, long columns, ParameterInitialization initialization, double value) =>
        new(16, 1, _ => [new("W", rows, columns) { Initialization = initialization, Value = value }], dtype: ScalarType.Float64);
}
