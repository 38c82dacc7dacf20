using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes one layer of a recurrence: its input products for all steps of a block, then its steps.</summary>
internal sealed class StreamingCell : IRowCode
{
    private readonly StreamCell _plan;
    private readonly InferenceCell _cell;
    private readonly StreamingClass _members;
    private readonly List<IReadOnlyList<string>> _passes = [];

    public StreamingCell(StreamCell plan, StreamingClass members)
    {
        (_plan, _cell, _members) = (plan, plan.Inference, members);
        Constants = Lines(_cell.Constants, ofAllSteps: false, step: "0");
        Method = members.MethodName(plan.Name);
        Methods = [Steps(), .. _passes];
    }

    /// <summary>The name of its method.</summary>
    public string Method { get; }

    /// <summary>The statements that compute what depends on weights alone.</summary>
    public IReadOnlyList<string> Constants { get; }

    /// <summary>Its methods, each its lines.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Methods { get; }

    public string NameOf(CellNode node) => InferenceNames.Of(_cell.Cell, node);

    public string NameOf(RowLocation location) => location.Memory switch
    {
        StateRow { IsNext: true } state => "next" + Identifiers.ToPascalCase(state.State.Name),
        StateRow state => state.State.Name,
        GivenRow given => given.Input.Name,
        WeightRow weight => InferenceNames.Of(weight.Weight),
        SavedRow saved => NameOf(saved.Buffer.Of),
        StepRow step => NameOf(step.Of),
        var memory => throw new InvalidOperationException($"A {memory.GetType().Name} has no name."),
    };

    public string Row(RowLocation location) =>
        $"{Field(location.Memory)}.Row({Index(location.Memory)}{(location.First == CellExtent.Zero ? "" : ", " + Size(location.First))})";

    public string Load(string row) => $"TLane.Load(in {row}, j)";

    public string Store(string value, string row) => $"TLane.Store({value}, ref {row}, j);";

    /// <summary>Rows from that of step t on, or those of all steps.</summary>
    private string Rows(RowLocation location, bool ofAllSteps)
    {
        var (field, index, column) = (Field(location.Memory), Index(location.Memory), location.First == CellExtent.Zero ? "" : ", " + Size(location.First));
        index = !ofAllSteps || index == "0" ? index : index == "t" ? "first" : "first + 1";
        return index == "0" && column.Length == 0 ? field : $"{field}.At({index}{column})";
    }

    private string Field(RowMemory memory) => memory switch
    {
        GivenRow => _members[_plan.Input],
        WeightRow weight => "_weights." + Field(weight.Weight),
        _ => _members[_plan.RowsOf(memory)],
    };

    private string Index(RowMemory memory) => memory switch
    {
        GivenRow => StreamingPlaces.IndexOf(_plan.Input, "t"),
        StateRow { IsNext: false } => "t",
        WeightRow => "0",
        _ => StreamingPlaces.IndexOf(_plan.RowsOf(memory), "t"),
    };

    private string Field(CellWeight weight) => _members[_plan.Of(weight)];

    private string Size(CellExtent extent) => StreamingClass.Size(_plan.Width(extent));

    /// <summary>The method with all steps.</summary>
    private IReadOnlyList<string> Steps()
    {
        var inputs = Inputs();
        var steps = Lines(_cell.Step, ofAllSteps: false);
        if (_plan.StateProductThatMayComeFirst is { } stateProduct)
        {
            // Above them is the comment that names the product.
            var multiply = steps.IndexOf(Multiply(stateProduct, ofAllSteps: false));
            steps[multiply] = "    " + steps[multiply];
            steps.Insert(multiply, "if (!beginsWithState)");
            inputs.InsertRange(0,
            [
                "// The matrices fit into the first cache alone, but not together: every second step begins with the one that the step before ended with.",
                "var beginsWithState = steps == 1 && first % 2 != 0;",
                "if (beginsWithState)",
                "    " + Multiply(stateProduct, ofAllSteps: true, count: "1"),
                "",
            ]);
        }

        return
        [
            $"/// <summary>{Xml.Text(_plan.Title)}: {Xml.Text(_plan.Description)}.</summary>",
            $"private void {Method}<TLane>(int first, int steps) where TLane : struct, {_members.Types["ILane"]}<TLane, float>",
            "{",
            .. inputs.Select(Indented),
            .. inputs.Count > 0 ? [""] : Array.Empty<string>(),
            "    for (var t = first; t < first + steps; t++)",
            "    {",
            .. steps.Select(line => Indented(Indented(line))),
            "    }",
            "}",
        ];
    }

    private string Multiply(ProductStage stage, bool ofAllSteps, string count = "1")
    {
        var product = stage.Product;
        var matrix = Field(product.Weight);
        var bias = product.Bias is { } vector ? $"_weights.{Field(vector)}, " : "";
        return $"_weights.{matrix}.Multiply<TLane>({Rows(stage.Operand, ofAllSteps)}, {bias}{Rows(stage.Target, ofAllSteps)}, {count});";
    }

    private static string Indented(string line) => line.Length == 0 ? line : "    " + line;

    /// <summary>What depends on the input: a product for all steps at once, everything else step by step.</summary>
    private List<string> Inputs()
    {
        var lines = new List<string>();
        for (var i = 0; i < _cell.Inputs.Count;)
        {
            var products = _cell.Inputs.Skip(i).TakeWhile(stage => stage is ProductStage).ToList();
            Append(lines, Lines(products, ofAllSteps: true));
            i += products.Count;
            var others = _cell.Inputs.Skip(i).TakeWhile(stage => stage is not ProductStage).ToList();
            if (others.Count > 0)
            {
                Append(lines, ["for (var t = first; t < first + steps; t++)", "{", .. Lines(others, ofAllSteps: false).Select(Indented), "}"]);
            }

            i += others.Count;
        }

        return lines;
    }

    private static void Append(List<string> lines, IEnumerable<string> more)
    {
        if (lines.Count > 0 && more.Any())
        {
            lines.Add("");
        }

        lines.AddRange(more);
    }

    private List<string> Lines(IEnumerable<RowStage> stages, bool ofAllSteps, string step = "t")
    {
        var lines = new List<string>();
        foreach (var stage in stages)
        {
            Append(lines, Lines(stage, ofAllSteps, step).ToList());
        }

        return lines;
    }

    private IEnumerable<string> Lines(RowStage stage, bool ofAllSteps, string step)
    {
        var functions = _members.Types["StreamFunctions"];
        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                yield return $"// {Describe(product)}{(ofAllSteps ? ", for all steps" : "")}";
                yield return Multiply(multiply, ofAllSteps, ofAllSteps ? "steps" : "1");
                break;

            case ReductionStage { Node: NormNode norm } reduction:
                foreach (var line in Comments(norm))
                {
                    yield return line;
                }

                var shift = norm.Bias is { } beta ? $"ref _weights.{Field(beta)}.Row(0), " : "";
                yield return $"{functions}.Normalise<TLane>(ref {Row(reduction.Operand)}, ref _weights.{Field(norm.Gain)}.Row(0), {shift}ref {Row(reduction.Target)}, {Size(norm.Extent)}, {Literal.Of(norm.Blocks)});";
                break;

            case ReductionStage reduction:
                foreach (var line in Comments(reduction.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.Softmax<TLane>(ref {Row(reduction.Operand)}, ref {Row(reduction.Target)}, {Size(reduction.Node.Extent)});";
                break;

            case RepeatStage repeat:
                foreach (var line in Comments(repeat.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.Fill(ref {Row(repeat.Operand)}, ref {Row(repeat.Target)}, {Size(repeat.Node.Extent)});";
                break;

            case RowProductStage product:
                foreach (var line in Comments(product.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.{product.Product}<TLane>(ref {Row(product.Left)}, ref {Row(product.Right)}, ref {Row(product.Target)}, {Size(product.Rows)}, {Size(product.Columns)});";
                break;

            case ConcatStage concat:
                foreach (var line in Comments(concat.Node))
                {
                    yield return line;
                }

                var first = CellExtent.Zero;
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    yield return $"{functions}.Copy(ref {Row(location)}, ref {Row(concat.Target.From(first))}, {Size(node.Extent)});";
                    first += node.Extent;
                }

                break;

            case PassStage pass:
                foreach (var loop in pass.Loops)
                {
                    yield return $"// {string.Join(", ", loop.Assignments.Where(assignment => assignment.Target is not null).Select(assignment => SymbolOf(assignment.Node)).Distinct())}";
                    var name = Pass(loop);
                    if (_plan.Width(loop.Width).Number is { } width && width <= 8)
                    {
                        // 8 columns fill half of the widest lane. A read of it all would span two stores of the product, which the processor cannot forward.
                        yield return $"if (typeof(TLane) == typeof({_members.Types["Lane512F"]}))";
                        yield return $"    {name}<{_members.Types["Lane256F"]}>({step});";
                        yield return "else";
                        yield return $"    {name}<TLane>({step});";
                    }
                    else
                    {
                        yield return $"{name}<TLane>({step});";
                    }
                }

                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} has no code.");
        }
    }

    private string Pass(RowLoop loop)
    {
        var name = _members.MethodName(_plan.Name + "Pass");
        var printer = new PassPrinter(loop, this, new LaneOperations(_members.Types["Lanes"]));
        _passes.Add(
        [
            $"/// <summary>{Xml.Text(_plan.Title)}: what a step computes element by element.</summary>",
            .. StreamingPass.Header(name, _members.Types),
            "{",
            .. printer.Rows.Select(Indented),
            $"    for (nuint j = 0; j < {StreamingClass.Bound(_plan.Width(loop.Width))}; j += (nuint)TLane.Count)",
            "    {",
            .. printer.Body.Select(line => Indented(Indented(line))),
            "    }",
            "}",
        ]);
        return name;
    }

    private static IEnumerable<string> Comments(CellNode node) => node.EquationLines.Select(line => "// " + line);

    private string SymbolOf(CellNode node) => InferenceNames.Symbol(_cell.Cell, node);

    private string Describe(ProductNode product) => InferenceNames.Describe(_cell.Cell, product);
}
