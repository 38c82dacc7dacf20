using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Linear projections by the products of this library equal those of libtorch, with all gradients, whatever the processor.</summary>
public sealed class LinearProjectionTests : IDisposable
{
    private const string Switch = "RnnDsl.LargeProducts";
    private readonly DisposeScope _scope = NewDisposeScope();

    public LinearProjectionTests() => AppContext.SetData(Switch, "true");

    public void Dispose()
    {
        AppContext.SetData(Switch, null);
        _scope.Dispose();
    }

    [Theory]
    [InlineData(new long[] { 40, 10 }, 96, 130, true)]
    [InlineData(new long[] { 100, 7 }, 77, 100, false)]
    [InlineData(new long[] { 500 }, 128, 70, true)]
    [InlineData(new long[] { 700 }, 96, 85, true)]
    [InlineData(new long[] { 900 }, 64, 600, true)]
    [InlineData(new long[] { 3, 11, 19 }, 90, 101, true)]
    public void Projections_and_gradients_equal_libtorch(long[] rows, long inputs, long outputs, bool hasBias)
    {
        manual_seed(1);
        var given = new Operands([.. rows, inputs], outputs, hasBias);
        AssertEqual(given.Run((x, w, b) => nn.functional.linear(x, w, b)), given.Run(LinearProjection.Of), 1e-11);
    }

    [Fact]
    public void Operands_of_any_strides_are_read()
    {
        manual_seed(2);
        var given = new Operands([40, 30, 96], 100, hasBias: true);
        AssertEqual(
            given.Run((x, w, b) => nn.functional.linear(x.transpose(0, 1), w.t().contiguous().t(), b)),
            given.Run((x, w, b) => LinearProjection.Of(x.transpose(0, 1), w.t().contiguous().t(), b)),
            1e-11);
        AssertEqual(
            given.Run((x, w, b) => nn.functional.linear(x[.., 0..1].expand(40, 30, 96), w, b!.expand(100))),
            given.Run((x, w, b) => LinearProjection.Of(x[.., 0..1].expand(40, 30, 96), w, b!.expand(100))),
            1e-11);
    }

    [Fact]
    public void Gradient_of_a_sum_has_no_memory_of_its_own()
    {
        manual_seed(3);
        var given = new Operands([40, 30, 96], 100, hasBias: true);
        AssertEqual(given.Run((x, w, b) => nn.functional.linear(x, w, b), sum: true), given.Run(LinearProjection.Of, sum: true), 1e-10);
    }

    [Fact]
    public void Only_what_requires_a_gradient_gets_one()
    {
        manual_seed(4);
        var (x, w, b) = (randn(400, 96), randn(130, 96).requires_grad_(), randn(130));
        LinearProjection.Of(x, w, b).sum().backward();
        Assert.NotNull(w.grad);
        Assert.Null(x.grad);
        Assert.Null(b.grad);
        Assert.False(LinearProjection.Of(x, w.detach(), b).requires_grad);
        using (no_grad())
            Assert.False(LinearProjection.Of(x, w, b).requires_grad);
    }

    [Fact]
    public void Second_derivatives_equal_libtorch()
    {
        manual_seed(5);
        var given = new Operands([400, 96], 130, hasBias: true);
        AssertEqual(given.RunTwice((x, w, b) => nn.functional.linear(x, w, b)), given.RunTwice(LinearProjection.Of), 1e-10);
    }

    [Fact]
    public void Graph_that_is_retained_runs_backward_twice()
    {
        manual_seed(6);
        var (x, w) = (randn(400, 96, dtype: ScalarType.Float64), randn(130, 96, dtype: ScalarType.Float64).requires_grad_());
        var loss = LinearProjection.Of(x, w).tanh().sum();
        loss.backward(retain_graph: true);
        var once = w.grad!.clone();
        loss.backward();
        Assert.True((w.grad! - 2 * once).abs().max().item<double>() <= 1e-9 * once.abs().max().item<double>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Weight_gradients_of_any_number_of_threads_are_equal_to_the_last_bit(int threads)
    {
        manual_seed(7);
        var (d, x) = (randn(30, 40, 130), randn(30, 40, 96));
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var (expected, projected) = (LinearProjection.WeightGradient(d, x), LinearProjection.Of(x, randn(130, 96, generator: new torch.Generator(1))));
            set_num_threads(threads);
            Assert.True(expected.Equals(LinearProjection.WeightGradient(d, x)));
            Assert.True(projected.Equals(LinearProjection.Of(x, randn(130, 96, generator: new torch.Generator(1)))));
            Assert.True((expected - d.flatten(0, 1).t().mm(x.flatten(0, 1))).abs().max().item<float>() < 1e-3);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>With one thread the gradients are computed together, block by block of rows, with several one after the other. The columns are several lanes, one, and a part of one.</summary>
    [Theory]
    [InlineData(2000, 96, 85, ScalarType.Float32)]
    [InlineData(2000, 64, 149, ScalarType.Float32)]
    [InlineData(1100, 96, 85, ScalarType.Float64)]
    public void Gradients_of_any_number_of_threads_are_equal_to_the_last_bit(long rows, long inputs, long outputs, ScalarType precision)
    {
        manual_seed(8);
        var (x, w, b, d) = (randn(rows, inputs, dtype: precision), randn(outputs, inputs, dtype: precision), randn(outputs, dtype: precision), randn(rows, outputs, dtype: precision));
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var together = Gradients();
            set_num_threads(2);
            Assert.All(together.Zip(Gradients()), static pair => Assert.True(pair.First.Equals(pair.Second)));
            foreach (var (gradient, expected) in together.Zip([d.mm(w), d.t().mm(x), d.sum([0])]))
                Assert.True(((gradient - expected).norm() / expected.norm()).to(ScalarType.Float64).item<double>() < (precision == ScalarType.Float32 ? 1e-5 : 1e-13));
        }
        finally
        {
            set_num_threads(before);
        }

        Tensor[] Gradients()
        {
            Tensor[] given = [.. new[] { x, w, b }.Select(static tensor => tensor.detach().clone().requires_grad_())];
            LinearProjection.Of(given[0], given[1], given[2]).mul(d).sum().backward();
            return [.. given.Select(static tensor => tensor.grad!)];
        }
    }

    [Fact]
    public void A_changed_weight_is_no_silent_error()
    {
        var (x, w) = (randn(400, 96), randn(130, 96).requires_grad_());
        var (of, ofLibtorch) = (Fails((a, b) => LinearProjection.Of(a, b)), Fails((a, b) => nn.functional.linear(a, b)));
        Assert.Equal(ofLibtorch, of);

        bool Fails(Func<Tensor, Tensor, Tensor> project)
        {
            var input = x.clone().requires_grad_();
            var loss = project(input, w).sum();
            using (no_grad())
                w.add_(1);
            try
            {
                loss.backward();
                return false;
            }
            catch (System.Runtime.InteropServices.ExternalException)
            {
                return true;
            }
        }
    }

    [Theory]
    [InlineData("true", 400, 0)]
    [InlineData("false", 400, 1)]
    [InlineData("true", 8, 1)]
    public void Switch_decides_who_computes_large_products(string value, long rows, int calls)
    {
        AppContext.SetData(Switch, value);
        var layer = nn.Linear(96, 130);
        var called = 0;
        layer.register_forward_hook((_, _, output) =>
        {
            called++;
            return output;
        });
        LinearProjection.Of(randn(rows, 96), layer);
        Assert.Equal(calls, called);
    }

    [Fact]
    public void Variable_that_is_neither_on_nor_off_is_an_error()
    {
        const string variable = "RNNDSL_LARGE_PRODUCTS";
        var before = Environment.GetEnvironmentVariable(variable);
        AppContext.SetData(Switch, null);
        try
        {
            Environment.SetEnvironmentVariable(variable, "yes");
            var error = Assert.Throws<InvalidOperationException>(static () => LinearProjection.Of(randn(400, 96), randn(130, 96)));
            Assert.Equal("The environment variable RNNDSL_LARGE_PRODUCTS is 'yes'. Set it to 'on' or 'off' to choose whose large products are used, or remove it.", error.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_as_by_libtorch()
    {
        var (x, w) = (randn(400, 96), randn(130, 97));
        Assert.Equal(
            Assert.ThrowsAny<Exception>(() => nn.functional.linear(x, w)).GetType(),
            Assert.ThrowsAny<Exception>(() => LinearProjection.Of(x, w)).GetType());
        Assert.ThrowsAny<Exception>(() => LinearProjection.Of(x, randn(130, 96, dtype: ScalarType.Float64)));
        Assert.ThrowsAny<Exception>(() => LinearProjection.Of(x, randn(130, 96), randn(131)));
        Assert.Equal([400, 0], LinearProjection.Of(x, randn(0, 96)).shape);
        Assert.Equal([0, 130], LinearProjection.Of(randn(0, 96), randn(130, 96)).shape);
    }

    private static void AssertEqual(List<Tensor> expected, List<Tensor> found, double tolerance)
    {
        Assert.Equal(expected.Count, found.Count);
        foreach (var (one, other) in expected.Zip(found))
        {
            Assert.Equal(one.shape, other.shape);
            Assert.True((one - other).abs().max().item<double>() <= tolerance * Math.Max(1, one.abs().max().item<double>()));
        }
    }

    private sealed class Operands(long[] input, long outputs, bool hasBias)
    {
        private readonly Tensor _input = randn(input, dtype: ScalarType.Float64);
        private readonly Tensor _weight = randn(outputs, input[^1], dtype: ScalarType.Float64);
        private readonly Tensor? _bias = hasBias ? randn(outputs, dtype: ScalarType.Float64) : null;

        public List<Tensor> Run(Func<Tensor, Tensor, Tensor?, Tensor> project, bool sum = false)
        {
            var operands = Fresh();
            var output = project(operands[0], operands[1], operands.ElementAtOrDefault(2));
            (sum ? output.sum() : (output * Weights(output)).sum()).backward();
            return [output.detach(), .. operands.Select(operand => operand.grad!)];
        }

        public List<Tensor> RunTwice(Func<Tensor, Tensor, Tensor?, Tensor> project)
        {
            var operands = Fresh();
            var output = project(operands[0], operands[1], operands.ElementAtOrDefault(2));
            var gradients = autograd.grad([output.tanh().mul(Weights(output)).sum()], operands, retain_graph: true, create_graph: true);
            gradients.Select(gradient => (gradient * gradient).sum()).Aggregate((a, b) => a + b).backward();
            return [.. operands.Select(operand => operand.grad!)];
        }

        private List<Tensor> Fresh() => [.. new[] { _input, _weight, _bias }.OfType<Tensor>().Select(operand => operand.clone().requires_grad_())];

        private static Tensor Weights(Tensor output) => randn(output.shape, dtype: ScalarType.Float64, generator: new torch.Generator(3));
    }
}
