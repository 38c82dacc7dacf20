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

    /// <summary>Cells of the library whose states are linear, one after the other. With matrices on states, nonlinear functions of them, or two states that read each other, there is no scan.</summary>
    [Fact]
    public void Linear_cells_of_the_library_have_scans() =>
        Assert.Equal(
            "MinGru MinLstm QuasiRnn QuasiRnnFo QuasiRnnIfo RgLru Sru2017",
            string.Join(' ', CellModel.All.Where(place => place.Type.GetNestedTypes(BindingFlags.NonPublic).Any(loop => loop.GetMethod("Scan", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null))
                .Select(place => place.Declared.Cell.Name).Distinct().Order(StringComparer.Ordinal)));

    private static Tensor Loop(Tensor factor, Tensor addend, Tensor initial)
    {
        var states = new List<Tensor>();
        for (var t = 0; t < factor.size(0); t++)
            states.Add(factor[t] * (t == 0 ? initial : states[^1]) + addend[t]);
        return stack(states);
    }

    private static void AssertEqual(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> found) => Near.Equal("a result", expected, found, 1e-10);
}
