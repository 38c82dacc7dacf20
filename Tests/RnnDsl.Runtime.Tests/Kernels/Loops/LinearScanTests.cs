using System.Reflection;
using RnnDsl.Runtime.Tests.Cells;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>A scan equals the loop over the steps, with all gradients and theirs.</summary>
public sealed class LinearScanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Scan_equals_the_loop(int steps)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (factor, addend, initial) = (draw.Normal(steps, 3, 5).sigmoid().requires_grad_(), draw.Normal(steps, 3, 5).requires_grad_(), draw.Normal(3, 5).requires_grad_());
        var weights = draw.Normal(steps, 3, 5);
        AssertEqual(Gradients(Loop(factor, addend, initial)), Gradients(LinearScan.Of(factor, addend, initial, steps)));

        Tensor[] Gradients(Tensor states) => [states.detach(), .. autograd.grad([(states * weights).sum()], [factor, addend, initial])];
    }

    /// <summary>2³⁰⁰ is no float, but nothing is multiplied by it: the state is 0 until shortly before the end.</summary>
    [Fact]
    public void Products_of_growing_factors_do_not_overflow()
    {
        using var scope = NewDisposeScope();
        var addend = zeros(300, 1, 2);
        addend[295] = ones(1, 2);
        var growing = full([300, 1, 2], 2f);
        AssertEqual([Loop(growing, addend, zeros(1, 2))], [LinearScan.Of(growing, addend, zeros(1, 2), 300)]);
        AssertEqual([Loop(growing, addend, zeros(1, 2))], [LinearScan.OfPair([growing, null, null, growing], [addend, null], zeros(1, 2), zeros(1, 2), 300).First]);
    }

    /// <summary>A vector of weights, a number, and nothing in place of a tensor over all steps.</summary>
    [Fact]
    public void Factors_and_addends_are_repeated()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (vector, addend, initial) = (draw.Normal(5).sigmoid().requires_grad_(), draw.Normal(6, 3, 5), draw.Normal(3, 5).requires_grad_());
        AssertEqual(Gradients(Loop(vector.expand(6, 3, 5), addend, initial)), Gradients(LinearScan.Of(vector, addend, initial, 6)));
        AssertEqual(Gradients(Loop(vector.expand(6, 3, 5), zeros_like(addend), initial)), Gradients(LinearScan.Of(vector, null, initial, 6)));
        AssertEqual([addend], [LinearScan.Of(null, addend, initial, 6)]);

        Tensor[] Gradients(Tensor states) => [states.detach(), .. autograd.grad([states.square().sum()], [vector, initial])];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(300)]
    public void Scan_of_two_states_that_read_each_other_equals_the_loop(int steps)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        Tensor[] factors = [.. Enumerable.Range(0, 4).Select(_ => (draw.Normal(steps, 2, 3) * 0.3).requires_grad_())];
        Tensor[] addends = [.. Enumerable.Range(0, 2).Select(_ => draw.Normal(steps, 2, 3).requires_grad_())];
        Tensor[] initial = [.. Enumerable.Range(0, 2).Select(_ => draw.Normal(2, 3).requires_grad_())];
        Tensor[] given = [.. factors, .. addends, .. initial];
        var weights = draw.Normal(steps, 2, 3);
        var scanned = LinearScan.OfPair(factors, addends, initial[0], initial[1], steps);
        AssertEqual(Results(PairLoop(factors, addends, initial)), Results((scanned.First, scanned.Second)));

        // With one of the states in the loss, and no addend.
        var some = LinearScan.OfPair([factors[0], null, factors[2], factors[3]], [null, addends[1]], initial[0], initial[1], steps);
        var zero = zeros_like(factors[0]);
        var expected = PairLoop([factors[0], zero, factors[2], factors[3]], [zero, addends[1]], initial);
        AssertEqual([autograd.grad([expected.Second.square().sum()], [factors[2]])[0]], [autograd.grad([some.Second.square().sum()], [factors[2]])[0]]);

        Tensor[] Results((Tensor First, Tensor Second) states)
        {
            var first = autograd.grad([(states.First * weights).sum() + (states.Second * states.First).sum()], given, create_graph: true, retain_graph: true);
            var second = autograd.grad([first.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term)], given);
            return [states.First.detach(), states.Second.detach(), .. first.Select(gradient => gradient.detach()), .. second];
        }
    }

    [Fact]
    public void Second_derivatives_equal_those_of_the_loop()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (factor, addend, initial) = (draw.Normal(6, 2, 3).sigmoid().requires_grad_(), draw.Normal(6, 2, 3).requires_grad_(), draw.Normal(2, 3).requires_grad_());
        AssertEqual(Second(Loop(factor, addend, initial)), Second(LinearScan.Of(factor, addend, initial, 6)));

        Tensor[] Second(Tensor states)
        {
            var first = autograd.grad([states.square().sum()], [factor, addend, initial], create_graph: true, retain_graph: true);
            return [.. autograd.grad([first.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term)], [factor, addend, initial])];
        }
    }

    /// <summary>TorchSharp reads the state without a gradient, which may be disposed by then.</summary>
    [Fact]
    public void Gradients_of_one_of_two_states_need_not_the_other()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var factor = (draw.Normal(5, 2, 3) * 0.3).requires_grad_();
        var (first, second) = LinearScan.OfPair([factor, factor, factor, factor], [null, null], ones(2, 3, dtype: ScalarType.Float64), zeros(2, 3, dtype: ScalarType.Float64), 5);
        first.Dispose();
        Assert.True(autograd.grad([second.sum()], [factor])[0].isfinite().all().item<bool>());
    }

    /// <summary>Bounds of every kind, factors of both signs and 0, and bounds that cross; with all gradients and theirs.</summary>
    [Theory]
    [InlineData(1, true, true)]
    [InlineData(7, true, false)]
    [InlineData(7, false, true)]
    [InlineData(33, true, true)]
    [InlineData(300, true, true)]
    [InlineData(300, true, false)]
    public void Clipped_scan_equals_the_loop(int steps, bool hasLower, bool hasUpper)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var kept = draw.Normal(steps, 2, 4).gt(-0.5).to(ScalarType.Float64);
        var factor = (draw.Normal(steps, 2, 4) * kept).detach().requires_grad_();
        var (addend, initial) = (draw.Normal(steps, 2, 4).requires_grad_(), draw.Normal(2, 4).requires_grad_());
        var lower = hasLower ? (draw.Normal(steps, 2, 4) - 0.7).detach().requires_grad_() : null;
        var upper = hasUpper ? (draw.Normal(steps, 2, 4) + 0.7).detach().requires_grad_() : null;
        Tensor[] given = [.. new[] { factor, addend, initial, lower, upper }.OfType<Tensor>()];
        var weights = draw.Normal(steps, 2, 4);
        AssertEqual(Results(ClippedLoop(factor, addend, lower, upper, initial)), Results(LinearScan.OfClipped(factor, addend, lower, upper, initial, steps, before => Clipped(factor * before + addend, lower, upper))));
        using (no_grad())
            AssertEqual([ClippedLoop(factor, addend, lower, upper, initial)], [LinearScan.OfClipped(factor, addend, lower, upper, initial, steps, before => Clipped(factor * before + addend, lower, upper))]);

        Tensor[] Results(Tensor states)
        {
            var first = autograd.grad([(states * states * weights).sum()], given, create_graph: true, retain_graph: true);
            var second = autograd.grad([first.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term)], given, allow_unused: true);
            return [states.detach(), .. first.Select(gradient => gradient.detach()), .. second.Zip(given, (gradient, of) => gradient is null || gradient.IsInvalid ? zeros_like(of) : gradient)];
        }
    }

    /// <summary>A bound that is a number, and a state that does not read its previous value.</summary>
    [Fact]
    public void Bounds_of_a_clipped_scan_are_repeated()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (addend, initial) = (draw.Normal(6, 3, 5), draw.Normal(3, 5));
        AssertEqual([addend.relu()], [LinearScan.OfClipped(null, addend, addend.new_zeros(1), null, initial, 6, _ => addend.relu())]);
        AssertEqual([ClippedLoop(ones_like(addend), addend, zeros_like(addend), null, initial)], [LinearScan.OfClipped(addend.new_ones(1), addend, addend.new_zeros(1), null, initial, 6, before => (before + addend).relu())]);
    }

    /// <summary>Exactly at a bound relu has the derivative 0, a clamp 1, and the larger of two values half of it each.</summary>
    [Fact]
    public void Gradients_at_a_bound_are_those_of_the_loop()
    {
        using var scope = NewDisposeScope();
        var factor = ones(5, 1, 3, dtype: ScalarType.Float64).requires_grad_();
        var addend = tensor(new[] { 0.5, -0.5, 0.0, 0.5, 0.5 }).reshape(5, 1, 1).expand(5, 1, 3).clone().requires_grad_();
        var (initial, bound) = (zeros(1, 3, dtype: ScalarType.Float64).requires_grad_(), zeros(5, 1, 3, dtype: ScalarType.Float64).requires_grad_());
        using Scalar zero = 0.0;
        foreach (var clip in new Func<Tensor, Tensor, Tensor>[] { (value, _) => value.relu(), (value, _) => value.clamp_min(zero), maximum })
        {
            var states = new List<Tensor>();
            for (var t = 0; t < 5; t++)
                states.Add(clip((t == 0 ? initial : states[^1]) * factor[t] + addend[t], bound[t]));
            AssertEqual(Results(stack(states)), Results(LinearScan.OfClipped(factor, addend, bound, null, initial, 5, before => clip(before * factor + addend, bound))));
        }

        Tensor[] Results(Tensor states)
        {
            Tensor[] given = [factor, addend, initial, bound];
            var first = autograd.grad([(states * states).sum() + states.sum()], given, create_graph: true, retain_graph: true, allow_unused: true);
            return [states.detach(), .. first.Zip(given, static (gradient, of) => gradient is null || gradient.IsInvalid ? zeros_like(of) : gradient.detach())];
        }
    }

    /// <summary>Where a bound holds, nothing is left of a factor that is infinite.</summary>
    [Fact]
    public void Bound_beside_an_infinite_factor_leaves_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var factor = tensor(new[] { 0.5, double.PositiveInfinity, 0.5 }).reshape(3, 1, 1).requires_grad_();
        var addend = ones(3, 1, 1, dtype: ScalarType.Float64).requires_grad_();
        var (initial, upper) = (ones(1, 1, dtype: ScalarType.Float64).requires_grad_(), full_like(addend, (Scalar)2.0).detach());
        var states = LinearScan.OfClipped(factor, addend, null, upper, initial, 3, before => minimum(before * factor + addend, upper));
        AssertEqual([tensor(new[] { 1.5, 2.0, 2.0 }).reshape(3, 1, 1)], [states.detach()]);
        var gradients = autograd.grad([states.sum()], [addend, initial]);
        Assert.All(gradients, static gradient => Assert.True(gradient.isfinite().all().item<bool>()));
    }

    /// <summary>Cells of the library whose states are linear, one or two after the other. With matrices on states or nonlinear functions of them there is no scan.</summary>
    [Fact]
    public void Linear_cells_of_the_library_have_scans() =>
        Assert.Equal(
            "IndRnn LinearAttention LinearRecurrentUnit MatrixLstm MinGru MinLstm QuasiRnn QuasiRnnFo QuasiRnnIfo RgLru Sru2017",
            string.Join(' ', CellModel.All.Where(place => place.Type.GetNestedTypes(BindingFlags.NonPublic).Any(loop => loop.GetMethod("Scan", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null))
                .Select(place => place.Declared.Cell.Name).Distinct().Order(StringComparer.Ordinal)));

    private static (Tensor First, Tensor Second) PairLoop(Tensor[] factors, Tensor[] addends, Tensor[] initial)
    {
        var states = new List<(Tensor First, Tensor Second)>();
        for (var t = 0; t < factors[0].size(0); t++)
        {
            var (first, second) = t == 0 ? (initial[0], initial[1]) : states[^1];
            states.Add((factors[0][t] * first + factors[1][t] * second + addends[0][t], factors[2][t] * first + factors[3][t] * second + addends[1][t]));
        }

        return (stack(states.Select(state => state.First)), stack(states.Select(state => state.Second)));
    }

    private static Tensor ClippedLoop(Tensor factor, Tensor addend, Tensor? lower, Tensor? upper, Tensor initial)
    {
        var states = new List<Tensor>();
        for (var t = 0; t < factor.size(0); t++)
        {
            states.Add(Clipped(factor[t] * (t == 0 ? initial : states[^1]) + addend[t], lower?[t], upper?[t]));
        }

        return stack(states);
    }

    private static Tensor Clipped(Tensor value, Tensor? lower, Tensor? upper)
    {
        value = lower is null ? value : maximum(value, lower);
        return upper is null ? value : minimum(value, upper);
    }

    private static Tensor Loop(Tensor factor, Tensor addend, Tensor initial)
    {
        var states = new List<Tensor>();
        for (var t = 0; t < factor.size(0); t++)
            states.Add(factor[t] * (t == 0 ? initial : states[^1]) + addend[t]);
        return stack(states);
    }

    private static void AssertEqual(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> found) => Near.Equal("a result", expected, found, 1e-10);
}
