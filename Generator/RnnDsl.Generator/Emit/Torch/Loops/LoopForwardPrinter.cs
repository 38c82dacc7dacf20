using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints the forward pass of a loop: each equation as a comment, and below it the operations that compute it in place.</summary>
internal sealed class LoopForwardPrinter
{
    private readonly ForwardSchedule _schedule;
    private readonly LoopScalars _scalars;
    private readonly NodePrinter _ofStep;
    private readonly NodePrinter _ofAllSteps;
    private List<string> _lines;
    private bool _isWhole;

    public LoopForwardPrinter(CellGraph cell, ForwardSchedule schedule, LoopScalars scalars, TypeNames names)
    {
        (_schedule, _scalars) = (schedule, scalars);
        _ofStep = new NodePrinter(scalars, names, weight => weight.Name, "batch", 1) { Place = Read };
        _ofAllSteps = new NodePrinter(scalars, names, weight => weight.Name, "steps, batch", 2) { Place = Read };
        _lines = Before;
        _isWhole = true;
        var before = new HashSet<CellNode>(schedule.StatementsOfInput);
        PrintAll(before);
        _lines = Body;
        _isWhole = false;
        if (cell.Attention is { } attention)
        {
            var query = cell.PreviousOf(attention.Query)!;
            Body.Add("// Attention with the previous hidden state as query; the context vector is added to the pre-activations.");
            Body.Add($"attention.Forward(t, {Read(query)}, {Read(attention.Projection)});");
        }

        PrintAll(schedule.Statements.Where(node => !before.Contains(node)));
    }

    /// <summary>The names of the values.</summary>
    public LoopNames Values { get; } = new();

    /// <summary>What the input alone decides, for all steps at once before the loop.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The loop's body.</summary>
    public List<string> Body { get; } = [];

    private void PrintAll(IEnumerable<CellNode> statements)
    {
        foreach (var node in statements)
        {
            if (_lines.Count > 0)
            {
                _lines.Add("");
            }

            if (_schedule.GroupOf(node) is { } group)
            {
                Comment(group);
                _lines.Add($"{At(group.Region)}.{Call((FunctionNode)node)};");
                continue;
            }

            Comment(node);
            Print(node);
        }
    }

    private void Comment(CellNode node)
    {
        foreach (var line in node.EquationLines)
        {
            _lines.Add("// " + line);
        }
    }

    /// <summary>i, f = σ(a), or one equation a line if they differ in more than the name.</summary>
    private void Comment(GateGroup group)
    {
        var right = group.Gates.Select(gate => gate.Equation.Substring(gate.Equation.IndexOf('=') + 1)).Distinct().ToList();
        if (right.Count == 1)
        {
            _lines.Add($"// {string.Join(", ", group.Gates.Select(gate => gate.Symbol))} ={right[0]}");
            return;
        }

        foreach (var gate in group.Gates)
        {
            Comment(gate);
        }
    }

    /// <summary>A value that lies somewhere.</summary>
    private string Read(CellNode node) => At(_schedule[node]);

    /// <summary>A place at the present step, or over all steps.</summary>
    private string At(Place place) => _isWhole ? Values.Whole(place) : Values.Step(place);

    private string At(LoopRegion region) => _isWhole ? Values.Whole(new RegionPlace(region)) : Values.Step(region);

    private void Print(CellNode node)
    {
        var place = _schedule[node];
        var isTemporary = place is TemporaryPlace;
        if (MakesTensor(node))
        {
            var fresh = isTemporary ? node.Name : node.Name + "Fresh";
            _lines.Add($"using var {fresh} = {(_isWhole ? _ofAllSteps : _ofStep).PrintAnew(node)};");
            if (!isTemporary)
            {
                _lines.Add($"{At(place)}.copy_({fresh});");
            }

            return;
        }

        if (node is ProductNode product)
        {
            _lines.Add((product.Bias, isTemporary) switch
            {
                (null, true) => $"using var {node.Name} = {Read(product.Operand)}.mm({Turned(product.Weight)});",
                (null, false) => $"{At(place)}.addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 0, 1);",
                ({ } bias, true) => $"using var {node.Name} = {bias.Name}.addmm({Read(product.Operand)}, {Turned(product.Weight)}, 1, 1);",
                ({ } bias, false) => $"{At(place)}.copy_({bias.Name}).addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 1, 1);",
            });
            return;
        }

        var (start, operations) = Compose(node);
        if (place is RegionPlace { Overwrites: true })
        {
            _lines.Add(At(place) + string.Concat(operations) + ";");
        }
        else if (isTemporary)
        {
            // The first operation makes a tensor, the others change it; a value without an operation is another one under its own name. A vector becomes one for each sequence of the batch by the operation itself.
            var fresh = operations.Count == 0 ? ".alias()" : operations[0].Replace("_(", "(");
            _lines.Add($"using var {node.Name} = {Read(start)}{fresh}{string.Concat(operations.Skip(1))};");
        }
        else
        {
            _lines.Add($"{At(place)}.copy_({Read(start)}){string.Concat(operations)};");
        }
    }

    /// <summary>Whether the operation makes a tensor of its own; else it changes one.</summary>
    private static bool MakesTensor(CellNode node) => node is NormNode or FunctionNode { Function: CellFunction.Softplus } or ExtremeNode or SelectNode or RemainderNode or SoftmaxNode or ConcatNode or OuterNode or ContractedNode or RepeatNode;

    private (CellNode Start, List<string> Operations) Compose(CellNode node)
    {
        switch (node)
        {
            case SumNode sum:
                return With(sum.Left, sum.Right switch
                {
                    TimesNode times when _schedule.IsInlined(times) => $".addcmul_({Read(times.Left)}, {Read(times.Right)}, {_scalars.One})",
                    ProductNode product when _schedule.IsInlined(product) => $".addmm_({Read(product.Operand)}, {Turned(product.Weight)}, 1, 1)",
                    AffineNode scaled when _schedule.IsInlined(scaled) => $".add_({Read(scaled.Operand)}, {_scalars[scaled.Scale]})",
                    var right => $".add_({Read(right)}, {_scalars.One})",
                });

            case DifferenceNode difference:
                return With(difference.Left, difference.Right is TimesNode subtracted && _schedule.IsInlined(subtracted)
                    ? $".addcmul_({Read(subtracted.Left)}, {Read(subtracted.Right)}, {_scalars[-1]})"
                    : $".sub_({Read(difference.Right)})");

            case TimesNode times:
                return With(times.Left, $".mul_({Read(times.Right)})");

            case QuotientNode quotient:
                return With(quotient.Left, $".div_({Read(quotient.Right)})");

            case AffineNode affine:
                var scale = affine.Scale switch
                {
                    1 => "",
                    -1 => ".neg_()",
                    var number => $".mul_({_scalars[number]})",
                };
                return With(affine.Operand, [scale, affine.Shift == 0 ? "" : $".add_({_scalars[affine.Shift]}, {_scalars.One})"]);

            case ClampNode clamp:
                return With(clamp.Operand, $".clamp_{(clamp.IsLargest ? "min" : "max")}_({_scalars[clamp.Bound]})");

            case LerpNode lerp:
                return (lerp.Start, [$".lerp_({Read(lerp.End)}, {Read(lerp.Weight)})"]);

            case FunctionNode function:
                return With(function.Operand, "." + Call(function));

            case SameNode same:
                return (same.Operand, []);

            default:
                throw new InvalidOperationException($"A {node.GetType().Name} is not made of operations on one tensor.");
        }
    }

    private (CellNode Start, List<string> Operations) With(CellNode first, params string[] operations)
    {
        var chain = _schedule.IsInlined(first) ? Compose(first) : (Start: first, Operations: []);
        chain.Operations.AddRange(operations.Where(operation => operation.Length > 0));
        return chain;
    }

    private static string Call(FunctionNode function) => function.Function.ToString().ToLowerInvariant() + "_()";

    private static string Turned(CellWeight weight) => weight.Name + "Turned";
}
