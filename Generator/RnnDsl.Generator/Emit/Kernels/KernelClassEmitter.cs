using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Writes the kernel of one pass of a loop: the time loop of a worker, and the loops over columns.</summary>
internal sealed class KernelClassEmitter
{
    private readonly LoopSchedule _loop;
    private readonly IReadOnlyList<RowStage> _stages;
    private readonly bool _isBackward;
    private readonly TypeNames _types;
    private readonly SourceWriter _writer;
    private readonly KernelNames _names;
    private readonly List<string> _body = [];
    private readonly List<(string Name, RowLoop Loop, PassPrinter Printer)> _passes = [];

    public KernelClassEmitter(LoopSchedule loop, IReadOnlyList<RowStage> stages, bool isBackward, TypeNames types, SourceWriter writer)
    {
        (_loop, _stages, _isBackward, _types, _writer, _names) = (loop, stages, isBackward, types, writer, new KernelNames(loop));
        // The first tensor of the loop has its time steps and its dtype.
        _names.Field(new GivenRow(loop.Cell.Sequences[0]));
        foreach (var stage in stages)
        {
            Declare(stage);
        }

        foreach (var key in _names.Fields)
        {
            // The constructor checks the widths of what it binds.
            _names.Extent(WidthOf(key));
        }
    }

    /// <summary>The name of the class.</summary>
    public static string NameOf(bool isBackward) => isBackward ? "BackwardKernel" : "ForwardKernel";

    /// <summary>The call of the kernel in the loop that works on the same tensors.</summary>
    public string Call => $"{NameOf(_isBackward)}.Run({string.Join(", ", Parameters.Select(parameter => parameter.Argument).Prepend(_isBackward ? "lengths" : "LengthsOf(given)"))});";

    public void Emit()
    {
        var declared = _names.Fields.Count + _names.Sizes.Count;
        foreach (var stage in _stages)
        {
            Print(stage);
        }

        if (_names.Fields.Count + _names.Sizes.Count != declared)
        {
            throw new InvalidOperationException("A stage reads a field that the call of the kernel does not have.");
        }

        var name = NameOf(_isBackward);
        _writer.Line(_isBackward
                ? "/// <summary>The backward pass on a CPU: each thread takes its sequences through all time steps, last step first.</summary>"
                : "/// <summary>The forward pass on a CPU: each thread takes its sequences through all time steps.</summary>")
            .Line($"private sealed class {name} : {_types["LoopKernel"]}");
        using (_writer.Braces())
        {
            EmitFields();
            EmitConstructor(name);
            EmitRun();
            foreach (var (pass, _, printer) in _passes)
            {
                EmitPass(pass, printer);
            }
        }

        _writer.Line();
    }

    /// <summary>The declarations of all parameters of the constructor, the lengths among them.</summary>
    private string Declarations => string.Join(", ", Parameters.Select(parameter => parameter.Declaration).Prepend("int[]? lengths"));

    /// <summary>The parameters of the constructor: the sizes, the tensors, the weights.</summary>
    private IEnumerable<(string Declaration, string Name, string Argument)> Parameters =>
        Attention.Concat(_names.Sizes.Select(size => ($"long {size}", size, ArgumentOf(size))))
            .Concat(_names.Fields.Where(key => key is not StepRow).Select(key => ParameterOf(key)).Select(parameter => ($"{_types.Tensor} {parameter.Name}", parameter.Name, parameter.Argument)));

    /// <summary>The attention that the loop starts or resumes.</summary>
    private IEnumerable<(string Declaration, string Name, string Argument)> Attention => _loop.Cell.Attention is not null ? [($"{_types["AttentionLoop"]} attention", "attention", "attention")] : [];

    /// <summary>A size that the loop has no local for is that of a state.</summary>
    private string ArgumentOf(string size) => _loop.Cell.Sizes.Any(known => known.Name == size) ? size
        : $"{LoopNames.All(_loop.Cell.States.First(state => state.Extent == CellExtent.Of(size)).Name)}.size(2)";

    /// <summary>The number of columns of a memory.</summary>
    private static CellExtent WidthOf(object key) => key switch
    {
        GivenRow given => given.Input.Extent,
        StateRow state => state.State.Extent,
        SavedRow saved => saved.Buffer.Width,
        WeightRow weight => weight.Weight.Extent,
        GradientRow gradient => gradient.Buffer.Width,
        CarriedRow carried => carried.State.Extent,
        OutputGradientRow output => output.State.Extent,
        StepRow step => step.Of.Extent,
        _ => CellExtent.Zero,
    };

    private (string Name, string Argument) ParameterOf(object key) => key switch
    {
        CellWeight weight => (weight.Name, weight.Name),
        WeightRow weight => (weight.Weight.Name, weight.Weight.Name),
        GivenRow given => (given.Input.Name, given.Input.Name),
        StateRow state => (LoopNames.All(state.State.Name), LoopNames.All(state.State.Name)),
        SavedRow saved => (LoopNames.NameOf(saved.Buffer), LoopNames.NameOf(saved.Buffer)),
        GradientRow gradient => (GradientNames.NameOf(gradient.Buffer), GradientNames.NameOf(gradient.Buffer)),
        CarriedRow carried => (GradientNames.Of(carried.State), GradientNames.Of(carried.State)),
        OutputGradientRow output => (output.State.Name + "Given", $"gradients[{Literal.Of(_loop.Cell.States.ToList().IndexOf(output.State))}]"),
        _ => throw new InvalidOperationException($"A {key.GetType().Name} is no parameter."),
    };

    private void EmitFields()
    {
        foreach (var size in _names.Sizes)
        {
            _writer.Line($"private readonly int {_names.Size(size)};");
        }

        foreach (var key in _names.Fields)
        {
            _writer.Line(key is CellWeight weight ? $"private readonly {_types["PackedWeight"]} {_names.Field(weight)};" : $"private readonly {_types["StepMemory"]} {_names.Field((RowMemory)key)};");
        }

        if (_loop.Cell.Attention is not null)
        {
            _writer.Line($"private readonly {_types[_isBackward ? "AttentionBackward" : "AttentionForward"]} {KernelNames.Attention};");
        }

        _writer.Line();
    }

    private void EmitConstructor(string name)
    {
        var parameters = Parameters.ToList();
        _writer.Line($"private {name}({Declarations})")
            .Line($"    : base({_loop.Cell.Sequences[0].Name}, lengths)");
        using (_writer.Braces())
        {
            foreach (var size in _names.Sizes)
            {
                _writer.Line($"{_names.Size(size)} = checked((int){size});");
            }

            foreach (var key in _names.Fields)
            {
                _writer.Line(key switch
                {
                    CellWeight weight => $"{_names.Field(weight)} = Pack({weight.Name}, transposed: {Literal.Of(_isBackward)});",
                    StepRow step => $"{_names.Field(step)} = Scratch({_names.Extent(WidthOf(step))});",
                    CarriedRow carried => $"{_names.Field(carried)} = BindCarried({ParameterOf(carried).Name}, {_names.Extent(WidthOf(carried))});",
                    OutputGradientRow output => $"{_names.Field(output)} = BindGradient({ParameterOf(output).Name}, {_names.Extent(WidthOf(output))});",
                    StateRow or SavedRow when _isBackward => Bind("Bind", (RowMemory)key),
                    StateRow state => Bind("BindState", state),
                    SavedRow saved => Bind("BindSaved", saved),
                    GradientRow gradient => Bind("BindGradients", gradient),
                    RowMemory memory => Bind("Bind", memory),
                    _ => throw new InvalidOperationException($"A {key.GetType().Name} has no field."),
                });
            }

            if (_loop.Cell.Attention is not null)
            {
                _writer.Line($"{KernelNames.Attention} = {(_isBackward ? "BindBackward" : "BindForward")}(attention);");
            }
        }

        _writer.Line()
            .Line("/// <summary>Computes all time steps.</summary>")
            .Line($"public static void Run({Declarations})");
        using (_writer.Braces())
        {
            var kernel = new NameAllocator(parameters.Select(parameter => parameter.Name).Append("lengths")).Allocate("kernel");
            _writer.Line($"using var {kernel} = new {name}({string.Join(", ", parameters.Select(parameter => parameter.Name).Prepend("lengths"))});")
                .Line($"{kernel}.Run();");
        }

        _writer.Line();
    }

    private string Bind(string method, RowMemory memory) => $"{_names.Field(memory)} = {method}({ParameterOf(memory).Name}, {_names.Extent(WidthOf(memory))});";

    private void EmitRun()
    {
        _writer.Line($"protected override void Run<TLane, T>({_types["RowRange"]} all)");
        using (_writer.Braces())
        {
            _writer.Line(_isBackward ? "for (var t = Steps - 1; t >= 0; t--)" : "for (var t = 0; t < Steps; t++)");
            using (_writer.Braces())
            {
                _writer.Line("// The sequences that have this step.")
                    .Line("var rows = RowsAt(t, all);")
                    .Line();
                foreach (var line in _body)
                {
                    _writer.Line(line);
                }
            }
        }

        _writer.Line();
    }

    private void EmitPass(string name, PassPrinter printer)
    {
        var columns = _types["IColumns"];
        _writer.Line($"[{_types["MethodImpl"]}({_types["MethodImplOptions"]}.AggressiveOptimization | {_types["MethodImplOptions"]}.NoInlining)]")
            .Line($"private void {name}<TLane, TColumns, T>(int t, {_types["RowRange"]} rows, {_types["ColumnRange"]} columns)")
            .Line($"    where TLane : struct, {_types["ILane"]}<TLane, T>")
            .Line($"    where TColumns : struct, {columns}<TLane, T>")
            .Line("    where T : unmanaged");
        using (_writer.Braces())
        {
            // The backward pass goes through rows and columns as through time, from the last to the first: the processor fetches ahead what is read in one direction.
            _writer.Line(_isBackward ? "for (var index = rows.End - 1; index >= rows.First; index--)" : "for (var index = rows.First; index < rows.End; index++)");
            using (_writer.Braces())
            {
                _writer.Line("var row = rows[index];");
                foreach (var row in printer.Rows)
                {
                    _writer.Line(row);
                }

                _writer.Line(_isBackward ? "for (var j = columns.End; j > columns.First;)" : "for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)");
                using (_writer.Braces())
                {
                    if (_isBackward)
                    {
                        _writer.Line("j = TColumns.Before(j, columns);").Line();
                    }

                    foreach (var line in printer.Body)
                    {
                        _writer.Line(line);
                    }
                }
            }
        }

        _writer.Line();
    }

    /// <summary>Declares the fields of a stage: the call of the kernel needs no more than their names.</summary>
    private void Declare(RowStage stage)
    {
        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                Declare(multiply.Operand);
                _names.Field(product.Weight);
                Declare(_isBackward ? null : product.Bias);
                Declare(multiply.Target);
                break;

            case ReductionStage reduction:
                Declare(reduction.Operand);
                Declare((reduction.Node as NormNode)?.Gain);
                Declare((reduction.Node as NormNode)?.Bias);
                Declare(reduction.Target);
                _names.Extent(reduction.Node.Extent);
                break;

            case ReductionGradientStage gradient:
                Declare(gradient.Gradient);
                Declare(gradient.Value);
                Declare((gradient.Node as NormNode)?.Gain);
                Declare(gradient.Target);
                _names.Extent(gradient.Node.Extent);
                break;

            case ConcatStage concat:
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    Declare(location);
                    _names.Extent(node.Extent);
                }

                Declare(concat.Target);
                break;

            case RepeatStage repeat:
                Declare(repeat.Operand);
                Declare(repeat.Target);
                _names.Extent(repeat.Node.Extent);
                break;

            case SumStage sum:
                Declare(sum.Operand);
                Declare(sum.Target);
                _names.Extent(sum.Node.Extent);
                break;

            case RowProductStage product:
                Declare(product.Left);
                Declare(product.Right);
                Declare(product.Target);
                _names.Extent(product.Rows);
                _names.Extent(product.Columns);
                break;

            case AttentionStage attention:
                Declare(Query(attention));
                Declare(attention.Projection);
                break;

            case AttentionGradientStage gradient:
                Declare(gradient.Projection);
                Declare(QueryGradient(gradient));
                break;

            case PassStage pass:
                foreach (var loop in pass.Loops)
                {
                    foreach (var location in loop.Locations)
                    {
                        Declare(location);
                    }

                    _names.Extent(loop.Width);
                }

                break;
        }
    }

    private void Declare(RowLocation location)
    {
        _names.Field(location.Memory);
        _names.Extent(location.First);
    }

    private void Declare(CellWeight? vector)
    {
        if (vector is not null)
        {
            _names.Field(new WeightRow(vector));
        }
    }

    private void Print(RowStage stage)
    {
        if (_body.Count > 0)
        {
            _body.Add("");
        }

        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                _body.Add(_isBackward ? $"// {_names.Symbol(product.Operand)} {(multiply.Accumulates ? "+=" : "=")} {_names.Symbol(product)} {product.Weight.Symbol}" : Describe(product, multiply.Accumulates));
                _body.Add(!_isBackward && product.Bias is { } bias
                    ? $"{_types["Product"]}.Multiply({_names.Rows(multiply.Operand)}, {_names.Field(product.Weight)}.Of<T>(), {_names.Rows(RowLocation.Of(new WeightRow(bias)))}, {_names.Rows(multiply.Target)});"
                    : $"{_types["Product"]}.Multiply({_names.Rows(multiply.Operand)}, {_names.Field(product.Weight)}.Of<T>(), {_names.Rows(multiply.Target)}, accumulates: {Literal.Of(multiply.Accumulates)});");
                break;

            case ReductionStage { Node: NormNode norm } reduction:
                Comment(norm);
                var shift = norm.Bias is { } vector ? $", in {WeightOf(vector)}" : "";
                _body.Add($"{_types["RowReductions"]}.Normalise<TLane, T>({_names.Rows(reduction.Operand)}, in {WeightOf(norm.Gain)}{shift}, {_names.Rows(reduction.Target)}, {_names.Extent(norm.Extent)}, blocks: {Literal.Of(norm.Blocks)});");
                break;

            case ReductionStage { Node: SoftmaxNode softmax } reduction:
                Comment(softmax);
                _body.Add($"{_types["RowReductions"]}.Softmax<TLane, T>({_names.Rows(reduction.Operand)}, {_names.Rows(reduction.Target)}, {_names.Extent(softmax.Extent)});");
                break;

            case ReductionGradientStage { Node: NormNode norm } gradient:
                _body.Add("// Backward through the layer normalisation.");
                _body.Add($"{_types["RowReductions"]}.NormaliseBackward<TLane, T>({_names.Rows(gradient.Gradient)}, {_names.Rows(gradient.Value)}, in {WeightOf(norm.Gain)}, {_names.Rows(gradient.Target)}, {_names.Extent(norm.Extent)}, blocks: {Literal.Of(norm.Blocks)}, accumulates: {Literal.Of(gradient.Accumulates)});");
                break;

            case ReductionGradientStage gradient:
                _body.Add("// Backward through the softmax.");
                _body.Add($"{_types["RowReductions"]}.SoftmaxBackward<TLane, T>({_names.Rows(gradient.Gradient)}, {_names.Rows(gradient.Value)}, {_names.Rows(gradient.Target)}, {_names.Extent(gradient.Node.Extent)}, accumulates: {Literal.Of(gradient.Accumulates)});");
                break;

            case ConcatStage concat:
                Comment(concat.Node);
                var first = CellExtent.Zero;
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    _body.Add($"{_types["RowReductions"]}.Copy({_names.Rows(location)}, {_names.Rows(concat.Target.From(first))}, {_names.Extent(node.Extent)});");
                    first += node.Extent;
                }

                break;

            case RepeatStage repeat:
                Comment(repeat.Node);
                _body.Add($"{_types["RowProducts"]}.Repeat({_names.Rows(repeat.Operand)}, {_names.Rows(repeat.Target)}, {_names.Extent(repeat.Node.Extent)});");
                break;

            case SumStage sum:
                _body.Add($"// {_names.Symbol(sum.Node.Operand)} {(sum.Accumulates ? "+=" : "=")} the sum of {_names.Symbol(sum.Node)}");
                _body.Add($"{_types["RowProducts"]}.Sum<TLane, T>({_names.Rows(sum.Operand)}, {_names.Rows(sum.Target)}, {_names.Extent(sum.Node.Extent)}, accumulates: {Literal.Of(sum.Accumulates)});");
                break;

            case RowProductStage product:
                if (product.Operand is null)
                {
                    Comment(product.Node);
                }
                else
                {
                    _body.Add($"// {_names.Symbol(product.Operand)} {(product.Accumulates ? "+=" : "=")} {OfOperand(product.Node, product.Operand)}");
                }

                _body.Add($"{_types["RowProducts"]}.{product.Product}<TLane, T>({_names.Rows(product.Left)}, {_names.Rows(product.Right)}, {_names.Rows(product.Target)}, {_names.Extent(product.Rows)}, {_names.Extent(product.Columns)}, accumulates: {Literal.Of(product.Accumulates)});");
                break;

            case AttentionStage attention:
                _body.Add("// Attention with the previous hidden state as query; the context vector is added to the pre-activations.");
                _body.Add($"{KernelNames.Attention}.Step<TLane, T>(t, rows, {_names.Rows(Query(attention))}, {_names.Rows(attention.Projection)});");
                break;

            case AttentionGradientStage gradient:
                _body.Add("// Backward through the attention.");
                _body.Add($"{KernelNames.Attention}.Step<TLane, T>(t, rows, {_names.Rows(gradient.Projection)}, {_names.Rows(QueryGradient(gradient))});");
                break;

            case PassStage pass:
                foreach (var loop in pass.Loops)
                {
                    Print(loop);
                }

                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} has no code.");
        }
    }

    /// <summary>What a product of rows hands to an operand.</summary>
    private string OfOperand(CellNode node, CellNode operand) => node switch
    {
        OuterNode outer when operand == outer.Left => $"{_names.Symbol(node)} · {_names.NameOf(outer.Right)}",
        OuterNode outer => $"{_names.Symbol(node)}ᵀ · {_names.NameOf(outer.Left)}",
        ContractedNode { IsTransposed: true } product when operand == product.Matrix => $"{_names.NameOf(product.Vector)} · {_names.Symbol(node)}ᵀ",
        ContractedNode product when operand == product.Matrix => $"{_names.Symbol(node)} · {_names.NameOf(product.Vector)}ᵀ",
        ContractedNode product => $"{_names.NameOf(product.Matrix)}{(product.IsTransposed ? "" : "ᵀ")} · {_names.Symbol(node)}",
        _ => "",
    };

    private void Print(RowLoop loop)
    {
        var name = _passes.Count == 0 ? "Pass" : "Pass" + Literal.Of(_passes.Count + 1);
        _passes.Add((name, loop, new PassPrinter(loop, _names, new LaneOperations(_types["Lanes"]), _names)));
        var width = _names.Extent(loop.Width);
        if (_body.Count > 0 && _body[_body.Count - 1].Length > 0)
        {
            _body.Add("");
        }

        _body.Add($"// {string.Join(", ", loop.Assignments.Where(assignment => assignment.Target is not null).Select(assignment => _isBackward ? _names.Symbol(assignment.Node) : _names.NameOf(assignment.Node)).Distinct())}");
        _body.Add($"{name}<TLane, {_types["WholeLanes"]}<TLane, T>, T>(t, rows, {_types["ColumnRange"]}.Whole<TLane>({width}));");
        _body.Add($"{name}<TLane, {_types["LastLane"]}<TLane, T>, T>(t, rows, {_types["ColumnRange"]}.Last<TLane>({width}));");
    }

    private static RowLocation Query(AttentionStage attention) => RowLocation.Of(new StateRow(attention.Query, IsNext: false));

    private static RowLocation QueryGradient(AttentionGradientStage attention) => RowLocation.Of(new CarriedRow(attention.Query, IsNext: false));

    private void Comment(CellNode node) => _body.AddRange(node.EquationLines.Select(line => "// " + line));

    private string WeightOf(CellWeight weight) => $"{_names.Field(new WeightRow(weight))}.Row<T>(0, 0)";

    /// <summary>u = U h, or what the product is added to.</summary>
    private string Describe(ProductNode product, bool accumulates)
    {
        var sum = accumulates ? _loop.Cell.ReadersOf(product)[0] : product;
        return "// " + (sum.Equation.Length > 0 ? sum.Equation.Replace("\n", "\n// ") : $"{(accumulates ? "The input projection" : _names.NameOf(product))} {(accumulates ? "+=" : "=")} {product.Weight.Symbol} {(product.Operand.Symbol.Length > 0 ? product.Operand.Symbol : _names.NameOf(product.Operand))}");
    }
}
