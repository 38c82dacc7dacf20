using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The file of a model that writes itself as an ONNX file: a further part of its class.</summary>
internal sealed partial class OnnxFile
{
    private readonly Plan _plan;
    private readonly ModelGraph _graph;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly NameAllocator _values = new(["source", "lengths", "output", "keys", "values", "memoryLengths", "summary", "sourceTokens", "weights"]);
    private readonly string _input;
    private readonly List<(StateTensor State, string Initial, string Final)> _states;

    private OnnxFile(Plan plan, ModelGraph graph, TypeNames names, SourceWriter writer)
    {
        (_plan, _graph, _names, _writer) = (plan, graph, names, writer);
        _input = Free(ModelEmitter.InputName(plan));
        _states = [.. graph.States.Select(state => (state, Free(Identifiers.ToCamelCase(state.Name)), Free("final" + state.Name)))];
    }

    /// <summary>The file; null for a model that is not exported.</summary>
    public static string? Emit(Plan plan) => !plan.ExportsGraph ? null : FileFrame.Write(plan.Type, "from the attributes of", TorchNames.Usings, (names, writer) =>
    {
        writer.Line($"partial {(plan.Graph is null ? plan.Type.Level.Keyword : "class")} {plan.Type.Level.Display}");
        using (writer.Braces())
        {
            if (plan.Graph is { } graph)
            {
                new OnnxFile(plan, graph, names, writer).Emit();
            }
            else if (!plan.IsDecoder)
            {
                // A decoder has no method that users call.
                EmitBroken(plan.Type, "path", plan.Errors, names, writer);
            }
        }
    });

    private void Emit()
    {
        if (_graph.Memory is { } memory)
        {
            EmitMemory(memory);
            _writer.Line();
            EmitStep(memory);
        }
        else
        {
            EmitExport();
            _writer.Line();
            EmitInput();
            _writer.Line();
            EmitLayers();
        }
    }

    /// <summary>The method of users: a graph, its inputs, the layers and its outputs.</summary>
    private void EmitExport()
    {
        EmitSignature();
        using (_writer.Braces())
        {
            Open(_writer, _names);
            _writer.Line($"var graph = new {_names["OnnxGraph"]}({_names.NameOfModel}, options);")
                .Line($"var input = {OnnxNames.Input}(graph, {Literal.Of(_input)});");
            if (_graph.Lengths is not null)
            {
                _writer.Line("var lengths = graph.Lengths();");
            }

            var locals = new NameAllocator(OnnxNames.Locals);
            var initial = new List<string>();
            foreach (var (state, name, _) in _states)
            {
                initial.Add(locals.Allocate("initial" + state.Name));
                _writer.Line($"var {initial[initial.Count - 1]} = graph.InitialState({Literal.Of(name)}, {Extent(state)});");
            }

            _writer.Line($"var (output, _, {(_states.Count > 0 ? "final" : "_")}) = {OnnxNames.Layers}(graph, input, {(_graph.Lengths is null ? "null" : "lengths")}, [{string.Join(", ", initial)}]);");
            _writer.Line(_graph.OutputShape is SequenceShape sequence
                ? $"graph.Output(\"output\", output, {Literal.Of(sequence.Time == TimeExtent.Whole ? "time" : "outputTime")}, {ConstructorEmitter.StoredSize(sequence.Features)});"
                : $"graph.Output(\"output\", output, {ConstructorEmitter.StoredSize(_graph.OutputShape.FeatureCount())});");
            for (var i = 0; i < _states.Count; i++)
            {
                _writer.Line($"graph.FinalState({Literal.Of(_states[i].Final)}, final[{Literal.Of(i)}], {Extent(_states[i].State)});");
            }

            _writer.Line("graph.Write(path);");
        }
    }

    /// <summary>The input, which an encoder-decoder adds under another name.</summary>
    private void EmitInput() => _writer
        .Line("/// <summary>Adds the input of the model to an ONNX graph.</summary>")
        .Line("/// <param name=\"graph\">The graph.</param>")
        .Line("/// <param name=\"name\">Its name.</param>")
        .Line(_names.Generated)
        .Line(Hidden)
        .Line($"public {_names["OnnxValue"]} {OnnxNames.Input}({_names["OnnxGraph"]} graph, string name) => {InputOf("name")};");

    /// <summary>The layers.</summary>
    private void EmitLayers()
    {
        var value = _names["OnnxValue"];
        var scope = new OnnxScope(_plan, "input", _states.Select((state, i) => (state.State, i)).ToDictionary(pair => pair.State, pair => $"states[{Literal.Of(pair.i)}]"));
        _writer.Line("/// <summary>Adds the layers to an ONNX graph: the output, the lengths of its sequences and the final states.</summary>")
            .Line("/// <param name=\"graph\">The graph.</param>")
            .Line($"/// <param name=\"input\">{Xml.Text(_graph.Shape.ToString())}</param>")
            .Line("/// <param name=\"lengths\">The lengths of the sequences; <c>null</c> where all steps are valid.</param>")
            .Line("/// <param name=\"states\">The initial states; <c>null</c> for zeros.</param>")
            .Line(_names.Generated)
            .Line(Hidden)
            .Line($"public ({value} Output, {value}? Lengths, {value}[] Final) {OnnxNames.Layers}({_names["OnnxGraph"]} graph, {value} input, {value}? lengths, {value}?[] states)");
        using (_writer.Braces())
        {
            EmitSteps(scope);
            _writer.Line($"return ({scope[_graph.Output]}, {scope.Optional(_graph.OutputLengths)}, [{string.Join(", ", _plan.State.Select(state => scope.Final(_graph.After(state))))}]);");
        }

        EmitCells();
    }

    private void EmitSignature()
    {
        var inputs = $"<c>{_input}</c> {(_graph.Shape is TokenShape ? "int64 " : "")}{Xml.Text(_graph.Shape.ToString())}";
        var outputs = $"<c>output</c> {Xml.Text(_graph.OutputShape.ToString())}";
        foreach (var (state, initial, final) in _states)
        {
            var shape = Xml.Text(state.Shape.ToString());
            inputs += $", <c>{initial}</c> {shape}";
            outputs += $", <c>{final}</c> {shape}";
        }

        _writer.Line("/// <summary>Writes the model as an ONNX file, IR 8 and opset 17, with its weights as float32. It computes what <c>forward</c> computes in evaluation mode.</summary>")
            .Line($"/// <remarks>Inputs: {inputs}. Outputs: {outputs}.</remarks>")
            .Line("/// <param name=\"path\">The file. An existing one is replaced once the new one is complete.</param>")
            .Line("/// <param name=\"options\">Further inputs and outputs. <c>null</c>: the states, and no lengths.</param>")
            .Line($"/// <exception cref=\"{_names["NotSupportedException"]}\">The weights take more than the 2 GiB that an ONNX file holds.</exception>")
            .Line(_names.Generated)
            .Line(Signature(_names));
    }

    private void EmitSteps(OnnxScope scope) => Statement.Write(new OnnxStatements(_graph, scope).All(), _writer);

    /// <summary>The methods of cells that are a Scan.</summary>
    private void EmitCells()
    {
        foreach (var scan in _graph.Steps.OfType<RunScan>())
        {
            _writer.Line();
            new OnnxCell(scan.Cell, _names).Emit(_writer);
        }
    }

    private static string Signature(TypeNames names, string path = "path") => $"public void {OnnxNames.Export}(string {path}, {names["OnnxOptions"]}? options = null)";

    private static void Open(SourceWriter writer, TypeNames names) =>
        writer.Line($"using var scope = {names.Torch}.NewDisposeScope();").Line($"using var noGrad = {names.Torch}.no_grad();");

    /// <summary>The method of a model that has errors.</summary>
    private static void EmitBroken(TypeDeclaration type, string target, EquatableArray<string> errors, TypeNames names, SourceWriter writer)
    {
        if (type.ByHand.Names.Concat(type.Level.Names).Contains(OnnxNames.Export))
        {
            return;
        }

        writer.Line("/// <summary>A method of a model that has errors.</summary>")
            .Line(names.Generated)
            .Line(Signature(names, target))
            .Line($"    => throw new {names["NotSupportedException"]}({Literal.Of($"The model '{type.Level.Name}' has errors: {string.Join("; ", errors)}.")});");
    }

    /// <summary>The input as an expression.</summary>
    /// <param name="name">Its name, as code.</param>
    private string InputOf(string name) => _graph.Shape switch
    {
        SequenceShape sequence => $"graph.Features({name}, {ConstructorEmitter.StoredSize(sequence.Features)})",
        ImageShape image => $"graph.Images({name}, {string.Join(", ", new[] { image.Channels, image.Height, image.Width }.Select(ConstructorEmitter.StoredSize))})",
        _ => $"graph.Tokens({name})",
    };

    /// <summary>The number of rows and the size of a state; null for the number of positions.</summary>
    private static string Extent(StateTensor state) => $"{Literal.Of(state.Rows)}, {(state.Size is { } size ? ConstructorEmitter.StoredSize(size) : "null")}";

    /// <summary>A name of the file, which has no keywords.</summary>
    private string Free(string name) => _values.Allocate(name).TrimStart('@');
}
