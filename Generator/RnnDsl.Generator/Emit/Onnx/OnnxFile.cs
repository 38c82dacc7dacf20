using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The file of a model that writes itself as an ONNX file: a further part of its class.</summary>
internal sealed partial class OnnxFile
{
    private readonly Plan _plan;
    private readonly Model _model;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly NameAllocator _values = new(["source", "lengths", "output", "keys", "values", "memoryLengths", "summary", "sourceTokens", "weights"]);
    private readonly string _input;
    private readonly List<(StateTensor State, string Initial, string Final)> _states;

    private OnnxFile(Plan plan, TypeNames names, SourceWriter writer)
    {
        (_plan, _model, _names, _writer) = (plan, plan.Model, names, writer);
        _input = Free(ModelEmitter.InputName(plan));
        _states = _model.CarriesState ? [.. plan.State.Select(state => (state, Free(Identifiers.ToCamelCase(state.Name)), Free("final" + state.Name)))] : [];
    }

    /// <summary>The file; null for a model that is not exported.</summary>
    public static string? Emit(Plan plan) => !plan.Model.ExportsOnnx ? null : FileFrame.Write(plan.Model.Type, "from the attributes of", (names, writer) =>
    {
        var isBroken = plan.Model.Errors.Count > 0;
        writer.Line($"partial {(isBroken ? plan.Model.Type.Level.Keyword : "class")} {plan.Model.Type.Level.Display}");
        using (writer.Braces())
        {
            if (isBroken)
            {
                EmitBroken(plan.Model.Type, plan.Model.Kind, plan.Model.Errors, names, writer);
            }
            else
            {
                new OnnxFile(plan, names, writer).Emit();
            }
        }
    });

    private void Emit()
    {
        if (_model.IsDecoder)
        {
            EmitMemory();
            _writer.Line();
            EmitStep();
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
            if (_model.TakesLengths)
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

            _writer.Line($"var (output, _, {(_states.Count > 0 ? "final" : "_")}) = {OnnxNames.Layers}(graph, input, {(_model.TakesLengths ? "lengths" : "null")}, [{string.Join(", ", initial)}]);");
            _writer.Line(_model.Output is SequenceShape sequence
                ? $"graph.Output(\"output\", output, {Literal.Of(sequence.Time == TimeExtent.Whole ? "time" : "outputTime")}, {ConstructorEmitter.StoredSize(sequence.Features)});"
                : $"graph.Output(\"output\", output, {ConstructorEmitter.StoredSize(_model.Output.FeatureCount())});");
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
        .Line(ModelEmitter.Generated(_names))
        .Line(Hidden)
        .Line($"public {_names["OnnxValue"]} {OnnxNames.Input}({_names["OnnxGraph"]} graph, string name) => {InputOf("name")};");

    /// <summary>The layers.</summary>
    private void EmitLayers()
    {
        var value = _names["OnnxValue"];
        var body = new OnnxLayers(_plan, _names, "input", _states.Select((state, i) => (state.State, i)).ToDictionary(pair => pair.State, pair => $"states[{Literal.Of(pair.i)}]"));
        _writer.Line("/// <summary>Adds the layers to an ONNX graph: the output, the lengths of its sequences and the final states.</summary>")
            .Line("/// <param name=\"graph\">The graph.</param>")
            .Line($"/// <param name=\"input\">{Xml.Text(_model.Input.ToString())}</param>")
            .Line("/// <param name=\"lengths\">The lengths of the sequences; <c>null</c> where all steps are valid.</param>")
            .Line("/// <param name=\"states\">The initial states; <c>null</c> for zeros.</param>")
            .Line(ModelEmitter.Generated(_names))
            .Line(Hidden)
            .Line($"public ({value} Output, {value}? Lengths, {value}[] Final) {OnnxNames.Layers}({_names["OnnxGraph"]} graph, {value} input, {value}? lengths, {value}?[] states)");
        using (_writer.Braces())
        {
            EmitLayers(body);
            _writer.Line($"return ({body.Current}, {body.Lengths}, [{string.Join(", ", _plan.State.Select(body.Final))}]);");
        }

        EmitCells(body);
    }

    private void EmitSignature()
    {
        var inputs = $"<c>{_input}</c> {(_model.Input is TokenShape ? "int64 " : "")}{Xml.Text(_model.Input.ToString())}";
        var outputs = $"<c>output</c> {Xml.Text(_model.Output.ToString())}";
        foreach (var (state, initial, final) in _states)
        {
            var shape = Xml.Text(state.Shape);
            inputs += $", <c>{initial}</c> {shape}";
            outputs += $", <c>{final}</c> {shape}";
        }

        _writer.Line("/// <summary>Writes the model as an ONNX file, IR 8 and opset 17, with its weights as float32. It computes what <c>forward</c> computes in evaluation mode.</summary>")
            .Line($"/// <remarks>Inputs: {inputs}. Outputs: {outputs}.</remarks>")
            .Line("/// <param name=\"path\">The file. An existing one is replaced once the new one is complete.</param>")
            .Line("/// <param name=\"options\">Further inputs and outputs. <c>null</c>: the states, and no lengths.</param>")
            .Line($"/// <exception cref=\"{_names["NotSupportedException"]}\">The weights take more than the 2 GiB that an ONNX file holds.</exception>")
            .Line(ModelEmitter.Generated(_names))
            .Line(Signature(_names));
    }

    private void EmitLayers(OnnxLayers body)
    {
        foreach (var layer in _model.Layers)
        {
            body.Add(layer);
        }

        Statement.Write(body.Statements, _writer);
    }

    private void EmitCells(OnnxLayers body)
    {
        foreach (var cell in body.Cells)
        {
            _writer.Line();
            cell.Emit(_writer);
        }
    }

    private static string Signature(TypeNames names, string path = "path") => $"public void {OnnxNames.Export}(string {path}, {names["OnnxOptions"]}? options = null)";

    private static void Open(SourceWriter writer, TypeNames names) =>
        writer.Line($"using var scope = {names.Torch}.NewDisposeScope();").Line($"using var noGrad = {names.Torch}.no_grad();");

    /// <summary>The method of a model that has errors. A decoder has none that users call.</summary>
    private static void EmitBroken(TypeDeclaration type, ModelKind? kind, EquatableArray<string> errors, TypeNames names, SourceWriter writer)
    {
        if (kind == ModelKind.Decoder || type.ByHand.Names.Concat(type.Level.Names).Contains(OnnxNames.Export))
        {
            return;
        }

        writer.Line("/// <summary>A method of a model that has errors.</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line(Signature(names, kind is null ? "folder" : "path"))
            .Line($"    => throw new {names["NotSupportedException"]}({Literal.Of($"The model '{type.Level.Name}' has errors: {string.Join("; ", errors)}.")});");
    }

    /// <summary>The input as an expression.</summary>
    /// <param name="name">Its name, as code.</param>
    private string InputOf(string name) => _model.Input switch
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
