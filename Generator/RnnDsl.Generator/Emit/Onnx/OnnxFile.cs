using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The file of a model that writes itself as an ONNX file: a further part of its class.</summary>
internal static class OnnxFile
{
    /// <summary>The file; null for a model that is not exported.</summary>
    public static string? Emit(Plan plan) => !plan.Model.ExportsOnnx ? null : FileFrame.Write(plan.Model.Type, "from the attributes of", (names, writer) =>
    {
        var model = plan.Model;
        var isBroken = model.Errors.Count > 0;
        writer.Line($"partial {(isBroken ? model.Type.Level.Keyword : "class")} {model.Type.Level.Display}");
        using (writer.Braces())
        {
            if (isBroken)
            {
                EmitBroken(plan, names, writer);
            }
            else
            {
                EmitExport(plan, names, writer);
            }
        }
    });

    private static void EmitExport(Plan plan, TypeNames names, SourceWriter writer)
    {
        var model = plan.Model;
        var values = new NameAllocator(["lengths", "output"]);
        var input = Free(values, ModelEmitter.InputName(model));
        var states = model.CarriesState
            ? plan.State.Select(state => (State: state, Initial: Free(values, Identifiers.ToCamelCase(state.Name)), Final: Free(values, "final" + state.Name))).ToList()
            : [];
        var body = new OnnxLayers(plan, names, input);

        EmitSignature(plan, input, states, names, writer);
        using (writer.Braces())
        {
            writer.Line($"using var scope = {names.Torch}.NewDisposeScope();")
                .Line($"using var still = {names.Torch}.no_grad();")
                .Line($"var graph = new {names["OnnxGraph"]}({names.NameOfModel}, options);")
                .Line($"var {body.Current} = {InputOf(model.Input, input)};");
            if (model.TakesLengths)
            {
                writer.Line("var lengths = graph.Lengths();");
            }

            foreach (var (state, initial, _) in states)
            {
                writer.Line($"var {body.Initial(state)} = graph.InitialState({Literal.Of(initial)}, {Literal.Of(state.Rows)}, {ConstructorEmitter.StoredSize(state.Size!.Value)});");
            }

            writer.Line();
            foreach (var layer in model.Layers)
            {
                body.Add(layer);
            }

            Statement.Write(body.Statements, writer);
            writer.Line(model.Output is SequenceShape sequence
                ? $"graph.Output(\"output\", {body.Current}, {Literal.Of(sequence.Time == TimeExtent.Whole ? "time" : "outputTime")}, {ConstructorEmitter.StoredSize(sequence.Features)});"
                : $"graph.Output(\"output\", {body.Current}, {ConstructorEmitter.StoredSize(model.Output.FeatureCount())});");
            foreach (var (state, _, final) in states)
            {
                writer.Line($"graph.FinalState({Literal.Of(final)}, {body.Final(state)}, {Literal.Of(state.Rows)}, {ConstructorEmitter.StoredSize(state.Size!.Value)});");
            }

            writer.Line("graph.Write(path);");
        }

        foreach (var cell in body.Cells)
        {
            writer.Line();
            cell.Emit(writer);
        }
    }

    private static void EmitSignature(Plan plan, string input, IReadOnlyList<(StateTensor State, string Initial, string Final)> states, TypeNames names, SourceWriter writer)
    {
        var model = plan.Model;
        var inputs = $"<c>{input}</c> {(model.Input is TokenShape ? "int64 " : "")}{Xml.Text(model.Input.ToString())}";
        var outputs = $"<c>output</c> {Xml.Text(model.Output.ToString())}";
        foreach (var (state, initial, final) in states)
        {
            var shape = Xml.Text(RemarksEmitter.StateShape(state));
            inputs += $", <c>{initial}</c> {shape}";
            outputs += $", <c>{final}</c> {shape}";
        }

        writer.Line("/// <summary>Writes the model as an ONNX file, IR 8 and opset 17, with its weights as float32. It computes what <c>forward</c> computes in evaluation mode.</summary>")
            .Line($"/// <remarks>Inputs: {inputs}. Outputs: {outputs}.</remarks>")
            .Line("/// <param name=\"path\">The file. An existing one is replaced once the new one is complete.</param>")
            .Line("/// <param name=\"options\">Further inputs and outputs. <c>null</c>: the states, and no lengths.</param>")
            .Line($"/// <exception cref=\"{names["NotSupportedException"]}\">The weights take more than the 2 GiB that an ONNX file holds.</exception>")
            .Line(ModelEmitter.Generated(names))
            .Line(Signature(names));
    }

    private static string Signature(TypeNames names) => $"public void {EmittedMembers.ExportOnnx}(string path, {names["OnnxOptions"]}? options = null)";

    /// <summary>The method of a model that has errors.</summary>
    private static void EmitBroken(Plan plan, TypeNames names, SourceWriter writer)
    {
        var type = plan.Model.Type;
        if (type.ByHand.Names.Concat(type.Level.Names).Contains(EmittedMembers.ExportOnnx))
        {
            return;
        }

        writer.Line("/// <summary>A method of a model that has errors.</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line(Signature(names))
            .Line($"    => throw new {names["NotSupportedException"]}({Literal.Of($"The model '{type.Level.Name}' has errors: {string.Join("; ", plan.Model.Errors)}.")});");
    }

    private static string InputOf(Shape input, string name) => input switch
    {
        SequenceShape sequence => $"graph.Features({Literal.Of(name)}, {ConstructorEmitter.StoredSize(sequence.Features)})",
        ImageShape image => $"graph.Images({Literal.Of(name)}, {string.Join(", ", new[] { image.Channels, image.Height, image.Width }.Select(ConstructorEmitter.StoredSize))})",
        _ => $"graph.Tokens({Literal.Of(name)})",
    };

    /// <summary>A name of the file, which has no keywords.</summary>
    private static string Free(NameAllocator values, string name) => values.Allocate(name).TrimStart('@');
}
