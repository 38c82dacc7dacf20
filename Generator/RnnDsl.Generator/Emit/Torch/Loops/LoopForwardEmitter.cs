using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes one time step of a cell into the tensors of a run: each equation as a comment, and below it what computes it.</summary>
internal sealed class LoopForwardEmitter(CellGraph cell, LoopStorage storage, TypeNames names, SourceWriter writer)
{
    public void EmitStep()
    {
        var first = true;
        foreach (var node in cell.Nodes.Where(node => node is not (LeafNode or SliceNode) && !storage.IsInlined(node) && !storage.IsJoined(node)))
        {
            if (!first)
            {
                writer.Line();
            }

            first = false;
            if (storage.JoinedWith(node) is var (next, step))
            {
                writer.Line($"// {node.Symbol}, {next.Equation}").Line($"{step}.{Call((FunctionNode)node)};");
                continue;
            }

            writer.Line("// " + node.Equation);
            Emit(node);
        }
    }

    /// <summary>A value that has a place, as the loop's code writes it.</summary>
    private string Read(CellNode node) => storage[node].Step;

    private void Emit(CellNode node)
    {
        var place = storage[node];
        if (node is NormNode norm)
        {
            var arguments = $"{Read(norm.Operand)}, {norm.Gain.Local}" + (norm.Bias is { } bias ? ", " + bias.Local : "");
            var fresh = place.IsTemporary ? node.Name : node.Name + "Fresh";
            writer.Line($"using var {fresh} = {names["CellNorm"]}.Of({arguments});");
            if (!place.IsTemporary)
            {
                writer.Line($"{place.Step}.copy_({fresh});");
            }

            return;
        }

        if (node is ProductNode product)
        {
            writer.Line((product.Bias, place.IsTemporary) switch
            {
                (null, true) => $"using var {node.Name} = {Read(product.Operand)}.mm({Turned(product.Weight)});",
                (null, false) => $"{place.Step}.addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 0, 1);",
                ({ } bias, _) => $"{place.Step}.copy_({bias.Local}).addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 1, 1);",
            });
            return;
        }

        var (start, operations) = Compose(node);
        if (place.Overwrites)
        {
            writer.Line(place.Step + string.Concat(operations) + ";");
        }
        else if (place.IsTemporary)
        {
            // The first operation makes a tensor, the others change it.
            var fresh = operations[0].Replace("_(", "(");
            writer.Line($"using var {node.Name} = {Read(start)}{fresh}{string.Concat(operations.Skip(1))};");
        }
        else
        {
            writer.Line($"{place.Step}.copy_({Read(start)}){string.Concat(operations)};");
        }
    }

    private (CellNode Start, List<string> Operations) Compose(CellNode node)
    {
        switch (node)
        {
            case SumNode sum:
                var left = Begin(sum.Left);
                left.Operations.Add(sum.Right switch
                {
                    TimesNode times when storage.IsInlined(times) => $".addcmul_({Read(times.Left)}, {Read(times.Right)}, one)",
                    ProductNode product when storage.IsInlined(product) => $".addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 1, 1)",
                    var right => $".add_({Read(right)})",
                });
                return left;

            case TimesNode times:
                var first = Begin(times.Left);
                first.Operations.Add($".mul_({Read(times.Right)})");
                return first;

            case LerpNode lerp:
                return (lerp.Start, [$".lerp_({Read(lerp.End)}, {Read(lerp.Weight)})"]);

            case FunctionNode function:
                var operand = Begin(function.Operand);
                operand.Operations.Add("." + Call(function));
                return operand;

            default:
                throw new InvalidOperationException($"A {node.GetType().Name} is not made of operations on one tensor.");
        }
    }

    private (CellNode Start, List<string> Operations) Begin(CellNode node) => storage.IsInlined(node) ? Compose(node) : (node, []);

    private static string Call(FunctionNode function) => function.Function.ToString().ToLowerInvariant() + "_()";

    private static string Turned(CellWeight weight) => weight.Local + "Turned";
}
