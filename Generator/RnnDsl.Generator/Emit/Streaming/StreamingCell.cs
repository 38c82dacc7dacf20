using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes one layer of a recurrence: its input products for all steps of a block, then its steps.</summary>
internal sealed class StreamingCell : IRowCode
{
    private readonly RecurrentLayer _layer;
    private readonly int _number;
    private readonly InferenceCell _cell;
    private readonly bool _isReverse;
    private readonly StreamingRows _input;
    private readonly StreamingMembers _members;
    private readonly CellWeightReader _weights;
    private readonly Dictionary<RowMemory, StreamingRows> _rows = [];
    private readonly Dictionary<CellWeight, StreamingWeight> _fields = [];
    private int _passes;
    private string _method = "";

    /// <param name="layer">The layer.</param>
    /// <param name="number">Which of its stacked layers.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="members">The members of the model.</param>
    /// <param name="isReverse">Whether it is the reverse direction of a bidirectional layer, which has weights of its own.</param>
    public StreamingCell(RecurrentLayer layer, int number, InferenceCell cell, StreamingRows input, StreamingMembers members, bool isReverse = false)
    {
        (_layer, _number, _cell, _input, _members, _isReverse) = (layer, number, cell, input, members, isReverse);
        Prefix = layer.Property + (layer.Layers > 1 ? Literal.Of(number + 1) : "") + (isReverse ? "Reverse" : "");
        _weights = new CellWeightReader(layer, number, isReverse, Size, members);
        foreach (var state in cell.Cell.States)
        {
            _rows.Add(new StateRow(state, IsNext: false), members.AddRows(Prefix + Identifiers.ToPascalCase(state.Name), Width(state.Extent), StreamingExtent.State, $"{state.Symbol}, the state before each step and after it"));
        }

        Output = _rows[new StateRow(cell.Cell.States[0], IsNext: false)];
        Emit();
    }

    /// <summary>What the names of its members begin with.</summary>
    public string Prefix { get; }

    /// <summary>As comments write it.</summary>
    public string Title => (_layer.Layers == 1 ? _layer.Key : $"{_layer.Key}, layer {Literal.Of(_number + 1)}") + (_isReverse ? ", reverse direction" : "");

    /// <summary>The rows of its first state, which is its output.</summary>
    public StreamingRows Output { get; }

    /// <summary>The rows of its states, in the order of the layer's states.</summary>
    public IReadOnlyList<StreamingRows> States => [.. _cell.Cell.States.Select(state => _rows[new StateRow(state, IsNext: false)])];

    /// <summary>The call of its method.</summary>
    public string Call(string first, string steps) => $"{_method}<TLane>({first}, {steps});";

    /// <summary>The lines above the body of a method with a loop over columns.</summary>
    public static IEnumerable<string> PassHeader(string name, TypeNames types) =>
    [
        $"[{types["MethodImpl"]}({types["MethodImplOptions"]}.AggressiveOptimization | {types["MethodImplOptions"]}.NoInlining)]",
        $"private void {name}<TLane>(int t) where TLane : struct, {types["ILane"]}<TLane, float>",
    ];

    public string NameOf(CellNode node) => InferenceNames.Of(_cell.Cell, node);

    public string NameOf(RowLocation location) => location.Memory switch
    {
        StateRow { IsNext: true } state => "next" + Identifiers.ToPascalCase(state.State.Name),
        StateRow state => state.State.Name,
        GivenRow given => given.Input.Name,
        WeightRow weight => NameOf(weight.Weight),
        SavedRow saved => NameOf(saved.Buffer.Of),
        StepRow step => NameOf(step.Of),
        var memory => throw new InvalidOperationException($"A {memory.GetType().Name} has no name."),
    };

    public string Row(RowLocation location) =>
        $"{Field(location.Memory)}.Row({Index(location.Memory)}{(location.First == CellExtent.Zero ? "" : ", " + _members.Size(Width(location.First)))})";

    public string Load(string row) => $"TLane.Load(in {row}, j)";

    public string Store(string value, string row) => $"TLane.Store({value}, ref {row}, j);";

    private static string NameOf(CellWeight weight) => weight.Name.Length > 0 ? Identifiers.ToLocal(weight.Name) : "ones";

    private Polynomial Size(string name) => name switch
    {
        CellLength.HiddenPart => _layer.HiddenSize,
        CellLength.FeaturesPart => _number == 0 ? _layer.InputSize : _layer.JoinedDirections * _layer.StateSize,
        _ when _layer.Projection is { } projection && name == CellExtents.NameOf(CellOptions.ProjectedSize) => projection,
        _ => _layer.CellSizes.First(size => CellExtents.NameOf(size.Name) == name).Size,
    };

    private Polynomial Width(CellExtent extent) => extent.With(Size).With(_members.Given);

    /// <summary>Rows from that of step t on, or those of all steps.</summary>
    private string Rows(RowLocation location, bool ofAllSteps)
    {
        var (field, index, column) = (Field(location.Memory), Index(location.Memory), location.First == CellExtent.Zero ? "" : ", " + _members.Size(Width(location.First)));
        index = !ofAllSteps || index == "0" ? index : index == "t" ? "first" : "first + 1";
        return index == "0" && column.Length == 0 ? field : $"{field}.At({index}{column})";
    }

    private string Field(RowMemory memory)
    {
        switch (memory)
        {
            case GivenRow:
                return _input.Field;

            case WeightRow weight:
                return "_weights." + Field(weight.Weight);

            case StateRow state:
                return _rows[state with { IsNext = false }].Field;
        }

        if (!_rows.TryGetValue(memory, out var rows))
        {
            var node = memory is SavedRow saved ? saved.Buffer.Of : ((StepRow)memory).Of;
            var extent = _cell.PartOf(node) == InferencePart.Inputs ? StreamingExtent.Block : StreamingExtent.Step;
            var note = node is ProductNode product ? Describe(product) : node.Symbol.Length > 0 ? node.Symbol : NameOf(node);
            _rows.Add(memory, rows = _members.AddRows(Prefix + Identifiers.ToPascalCase(NameOf(node)), Width(node.Extent), extent, note));
        }

        return rows.Field;
    }

    private string Index(RowMemory memory) => memory switch
    {
        GivenRow => _input.Index,
        StateRow { IsNext: true } => "t + 1",
        StateRow => "t",
        WeightRow => "0",
        SavedRow saved => _cell.PartOf(saved.Buffer.Of) == InferencePart.Inputs ? "t" : "0",
        StepRow step => _cell.PartOf(step.Of) == InferencePart.Inputs ? "t" : "0",
        _ => throw new InvalidOperationException($"A {memory.GetType().Name} has no rows."),
    };

    private string Field(CellWeight weight)
    {
        if (!_fields.TryGetValue(weight, out var field))
        {
            _fields.Add(weight, field = _weights.Read(weight, Prefix + Identifiers.ToPascalCase(NameOf(weight))));
        }

        return field.Field;
    }

    private void Emit()
    {
        _members.Constants.AddRange(Lines(_cell.Constants, ofAllSteps: false, step: "0"));
        var name = _members.MethodName(Prefix);
        var inputs = Inputs();
        var steps = Lines(_cell.Step, ofAllSteps: false);
        if (StateProductThatMayComeFirst() is { } stateProduct)
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

        _method = name;
        _members.Methods.Insert(
            _members.Methods.Count - _passes,
            [
                $"/// <summary>{Xml.Text(Title)}: {Xml.Text(Describe())}.</summary>",
                $"private void {name}<TLane>(int first, int steps) where TLane : struct, {_members.Types["ILane"]}<TLane, float>",
                "{",
                .. inputs.Select(Indented),
                .. inputs.Count > 0 ? [""] : Array.Empty<string>(),
                "    for (var t = first; t < first + steps; t++)",
                "    {",
                .. steps.Select(line => Indented(Indented(line))),
                "    }",
                "}",
            ]);
    }

    /// <summary>
    /// The product with the state, where it and the product with the input each read a matrix of a known size that fits into a first cache of 32 KiB alone, but not beside the other: in the same
    /// order at every step each would replace the other in the cache. Null elsewhere.
    /// </summary>
    private ProductStage? StateProductThatMayComeFirst()
    {
        const long Least = 12 << 10, Most = 24 << 10;
        return _cell.Inputs is { Count: 1 } inputs && inputs[0] is ProductStage input && IsOfThatSize(input)
            && _cell.Step.OfType<ProductStage>().ToList() is { Count: 1 } products && _cell.Step[0] == products[0] && products[0].Operand.Memory is StateRow { IsNext: false } && IsOfThatSize(products[0])
                ? products[0]
                : null;

        bool IsOfThatSize(ProductStage stage) =>
            Width(stage.Product.Extent).Number is { } outputs && Width(stage.Product.Operand.Extent).Number is { } columns && sizeof(float) * outputs * columns is > Least and <= Most;
    }

    private string Multiply(ProductStage stage, bool ofAllSteps, string count = "1")
    {
        var product = stage.Product;
        var matrix = Field(product.Weight);
        var bias = product.Bias is { } vector ? $"_weights.{Field(vector)}, " : "";
        return $"_weights.{matrix}.Multiply<TLane>({Rows(stage.Operand, ofAllSteps)}, {bias}{Rows(stage.Target, ofAllSteps)}, {count});";
    }

    private static string Indented(string line) => line.Length == 0 ? line : "    " + line;

    private string Describe() =>
        $"{(_layer.UserCell is { } userCell ? userCell.Name : _layer.Cell == Layers.CellKind.Rnn ? "Elman network" : _layer.Cell.ToString().ToUpperInvariant())}, {_members.Note(Size(CellLength.FeaturesPart))} → {_layer.StateSize}";

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
                yield return $"{functions}.Normalise<TLane>(ref {Row(reduction.Operand)}, ref _weights.{Field(norm.Gain)}.Row(0), {shift}ref {Row(reduction.Target)}, {_members.Size(Width(norm.Extent))}, {Literal.Of(norm.Blocks)});";
                break;

            case ReductionStage reduction:
                foreach (var line in Comments(reduction.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.Softmax<TLane>(ref {Row(reduction.Operand)}, ref {Row(reduction.Target)}, {_members.Size(Width(reduction.Node.Extent))});";
                break;

            case RepeatStage repeat:
                foreach (var line in Comments(repeat.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.Fill(ref {Row(repeat.Operand)}, ref {Row(repeat.Target)}, {_members.Size(Width(repeat.Node.Extent))});";
                break;

            case RowProductStage product:
                foreach (var line in Comments(product.Node))
                {
                    yield return line;
                }

                yield return $"{functions}.{product.Product}<TLane>(ref {Row(product.Left)}, ref {Row(product.Right)}, ref {Row(product.Target)}, {_members.Size(Width(product.Rows))}, {_members.Size(Width(product.Columns))});";
                break;

            case ConcatStage concat:
                foreach (var line in Comments(concat.Node))
                {
                    yield return line;
                }

                var first = CellExtent.Zero;
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    yield return $"{functions}.Copy(ref {Row(location)}, ref {Row(concat.Target.From(first))}, {_members.Size(Width(node.Extent))});";
                    first += node.Extent;
                }

                break;

            case PassStage pass:
                foreach (var loop in pass.Loops)
                {
                    yield return $"// {string.Join(", ", loop.Assignments.Where(assignment => assignment.Target is not null).Select(assignment => SymbolOf(assignment.Node)).Distinct())}";
                    var name = Pass(loop);
                    if (Width(loop.Width).Number is { } width && width <= 8)
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
        var name = _members.MethodName(Prefix + "Pass");
        var printer = new PassPrinter(loop, this, new LaneOperations(_members.Types["Lanes"]));
        _passes++;
        _members.Methods.Add(
        [
            $"/// <summary>{Xml.Text(Title)}: what a step computes element by element.</summary>",
            .. PassHeader(name, _members.Types),
            "{",
            .. printer.Rows.Select(Indented),
            $"    for (nuint j = 0; j < {_members.Bound(Width(loop.Width))}; j += (nuint)TLane.Count)",
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
