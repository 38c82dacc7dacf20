using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Writes the class of the kernel of one pass of a loop: its memory, the time loop of a worker, and the loops over columns.</summary>
internal sealed class KernelClassEmitter
{
    private readonly LoopSchedule _loop;
    private readonly IReadOnlyList<RowStage> _stages;
    private readonly bool _isBackward;
    private readonly TypeNames _types;
    private readonly SourceWriter _writer;
    private readonly KernelNames _names;
    private readonly StagePrinter _printer;

    public KernelClassEmitter(LoopSchedule loop, IReadOnlyList<RowStage> stages, bool isBackward, TypeNames types, SourceWriter writer)
    {
        (_loop, _stages, _isBackward, _types, _writer, _names) = (loop, stages, isBackward, types, writer, new KernelNames(loop));
        _printer = new StagePrinter(loop.Cell, isBackward, _names, types);

        // The first tensor of the loop has its time steps and its dtype.
        _names.Field(new GivenRow(loop.Cell.Sequences[0]));
        foreach (var stage in stages)
        {
            _printer.Declare(stage);
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
            _printer.Print(stage);
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
            foreach (var (pass, printer) in _printer.Passes)
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
                foreach (var line in _printer.Body)
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
}
