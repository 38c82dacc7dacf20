using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The file of a model that runs step by step without TorchSharp: a further part of its class.</summary>
internal static class StreamingFile
{
    private static readonly string[] Usings =
    [
        "using global::System;",
        "using global::System.CodeDom.Compiler;",
        "using global::System.IO;",
        "using global::System.Runtime.CompilerServices;",
        "using global::System.Runtime.Intrinsics;",
        "using global::RnnDsl.Kernels;",
        "using global::RnnDsl.Safetensors;",
        "using global::RnnDsl.Streaming;",
    ];

    /// <summary>The file; null for a model that does not stream.</summary>
    public static string? Emit(Model model) => !model.Streams ? null : FileFrame.Write(model.Type, "from the attributes of", Usings, (types, writer) =>
    {
        writer.Line($"partial class {model.Type.Level.Display}");
        using (writer.Braces())
        {
            if (model.Errors.Count > 0)
            {
                EmitBroken(model, types, writer);
            }
            else
            {
                EmitClass(model, types, writer);
            }
        }
    });

    private static void EmitClass(Model model, TypeNames types, SourceWriter writer)
    {
        var members = new StreamingMembers(types);
        var layers = new StreamingLayers(members);
        foreach (var layer in model.Layers)
        {
            layers.Add(layer);
        }

        var output = layers.Current!;
        EmitSignature(model, types, writer);
        using (writer.Braces())
        {
            EmitFields(members, types, writer);
            EmitConstruction(model, members, types, writer);
            EmitCalls(model, layers.TokenTable, output, types, writer);
            EmitRun(model, members, output, types, writer);
            foreach (var method in members.Methods)
            {
                foreach (var line in method)
                {
                    writer.Line(line);
                }

                writer.Line();
            }

            EmitWeights(model, members, types, writer);
        }
    }

    private static void EmitSignature(Model model, TypeNames types, SourceWriter writer) => writer
        .Line($"/// <summary>{model.Type.Level.Identifier} one time step at a time, without TorchSharp or another native library. A stream has a state; any number of them share one set of weights.</summary>")
        .Line("/// <remarks>One thread at a time uses a stream. A step allocates nothing.</remarks>")
        .Line(ModelEmitter.Generated(types))
        .Line($"public sealed class Streaming : {types["StreamingModel"]}");

    private static void EmitFields(StreamingMembers members, TypeNames types, SourceWriter writer)
    {
        writer.Line("private readonly Weights _weights;").Line("private int _capacity;").Line();
        foreach (var rows in members.Rows)
        {
            writer.Line($"private {types["StreamRows"]} {rows.Field}; // {rows.Note} [{rows.Width}]");
        }

        writer.Line();
    }

    private static void EmitConstruction(Model model, StreamingMembers members, TypeNames types, SourceWriter writer)
    {
        var name = Literal.Of(model.Type.Level.Name);
        writer.Line("private Streaming(Weights weights)").Line($"    : base({name})");
        using (writer.Braces())
        {
            writer.Line("_weights = weights;").Line("Allocate(SmallestBlock);");
        }

        var (stream, file, format) = (types["Stream"], types["SafetensorsFile"], types["WeightFormat"]);
        writer.Line()
            .Line("/// <summary>Loads the weights of a safetensors file, with the names and shapes that the trained model saves, and starts a stream.</summary>")
            .Line("/// <param name=\"path\">The file.</param>")
            .Line("/// <param name=\"format\">How matrices are kept in memory; as in the file unless given.</param>")
            .Line($"/// <exception cref=\"{types["StreamWeightsException"]}\">A tensor is missing, left over, or of another shape or type.</exception>")
            .Line($"public static Streaming Load(string path, {format}? format = null) => Load({file}.Open(path), format);")
            .Line()
            .Line("/// <summary>The same from a stream that can seek, such as an embedded resource.</summary>")
            .Line("/// <param name=\"content\">The content of the file; it is closed.</param>")
            .Line("/// <param name=\"name\">Its name in messages.</param>")
            .Line("/// <param name=\"format\">How matrices are kept in memory; as in the file unless given.</param>")
            .Line($"/// <exception cref=\"{types["StreamWeightsException"]}\">A tensor is missing, left over, or of another shape or type.</exception>")
            .Line($"public static Streaming Load({stream} content, string name, {format}? format = null) => Load({file}.Open(content, name), format);")
            .Line()
            .Line($"private static Streaming Load({file} file, {format}? format)");
        using (writer.Braces())
        {
            writer.Line("using (file)");
            using (writer.Braces())
            {
                writer.Line($"var reader = new {types["WeightReader"]}(file, {name}, format);")
                    .Line("var weights = new Weights(reader);")
                    .Line("reader.Finish();")
                    .Line("return new Streaming(weights);");
            }
        }

        writer.Line()
            .Line("/// <summary>Writes the weights of a file to another one with the matrices in a format. Load reads it.</summary>")
            .Line("/// <param name=\"path\">The file.</param>")
            .Line("/// <param name=\"target\">The other file.</param>")
            .Line("/// <param name=\"format\">The format of matrices and tables; vectors stay as they are.</param>")
            .Line("/// <returns>The sizes of the files, and the errors of the weights.</returns>")
            .Line($"/// <exception cref=\"{types["StreamWeightsException"]}\">A tensor is missing, left over, or of another shape or type.</exception>")
            .Line($"public static {types["WeightConversion"]} Convert(string path, string target, {format} format)");
        using (writer.Braces())
        {
            writer.Line($"using (var file = {file}.Open(path))");
            using (writer.Braces())
            {
                writer.Line($"var reader = new {types["WeightReader"]}(file, {name}, format);")
                    .Line("_ = new Weights(reader);")
                    .Line("reader.Finish();")
                    .Line("return reader.Write(target);");
            }
        }

        writer.Line()
            .Line("/// <summary>Another stream on the same weights, in the initial state.</summary>")
            .Line("public Streaming NewStream() => new(_weights);")
            .Line()
            .Line("/// <summary>Another stream on the same weights, in the state of this one.</summary>")
            .Line("public Streaming Fork() => new(_weights) { State = State };")
            .Line()
            .Line("private void Allocate(int steps)");
        using (writer.Braces())
        {
            writer.Line("_capacity = steps;");
            foreach (var rows in members.Rows)
            {
                var width = StreamingMembers.Size(rows.Width);
                writer.Line(rows.Extent switch
                {
                    StreamingExtent.Step => $"{rows.Field} = {types["StreamRows"]}.OneRow({width});",
                    StreamingExtent.State => $"{rows.Field} = {types["StreamRows"]}.Of({width}, steps + 1);",
                    _ => $"{rows.Field} = {types["StreamRows"]}.Of({width}, steps);",
                });
            }

            writer.Line($"SetStates({string.Join(", ", members.Rows.Where(rows => rows.Extent == StreamingExtent.State).Select(rows => rows.Field))});");
            if (members.Constants.Count > 0)
            {
                EmitLanes(types, writer, lane => $"Prepare<{lane}>();");
            }
        }

        writer.Line();
        if (members.Constants.Count > 0)
        {
            writer.Line("/// <summary>Computes what depends on weights alone.</summary>")
                .Line($"private void Prepare<TLane>() where TLane : struct, {types["ILane"]}<TLane, float>");
            using (writer.Braces())
            {
                foreach (var line in members.Constants)
                {
                    writer.Line(line);
                }
            }

            writer.Line();
        }
    }

    private static bool ReadsTokens(Model model) => model.Input is TokenShape;

    private static void EmitCalls(Model model, StreamingWeight? table, StreamingRows output, TypeNames types, SourceWriter writer)
    {
        var width = StreamingMembers.Size(output.Width);
        writer.Line("/// <summary>The number of features of an output.</summary>")
            .Line($"public int OutputSize => {width};")
            .Line();
        if (ReadsTokens(model))
        {
            writer.Line("/// <summary>Computes one time step.</summary>")
                .Line("/// <param name=\"token\">The token.</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">There is no such token, or the output has another length.</exception>")
                .Line($"public void Step(int token, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"_weights.{table!.Field}.Check(token);").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(new {types["ReadOnlySpan"]}<int>(ref token), output, 1);");
            }
        }
        else
        {
            var input = StreamingMembers.Size(((SequenceShape)model.Input).Features);
            writer.Line("/// <summary>The number of features of an input.</summary>")
                .Line($"public int InputSize => {input};")
                .Line()
                .Line("/// <summary>Computes one time step.</summary>")
                .Line($"/// <param name=\"input\">The input: [{Xml.Text(((SequenceShape)model.Input).Features.ToString())}].</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">The input or the output has another length.</exception>")
                .Line($"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"CheckInput(input.Length, {input});").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(input, output, 1);");
            }
        }

        var (element, inputs, features) = ReadsTokens(model) ? ("int", "tokens", "1") : ("float", "inputs", StreamingMembers.Size(((SequenceShape)model.Input).Features));
        writer.Line()
            .Line("/// <summary>Computes several time steps; the products of inputs are one product for many steps.</summary>")
            .Line(ReadsTokens(model) ? "/// <param name=\"tokens\">The tokens: [time].</param>" : $"/// <param name=\"inputs\">The inputs: [time, {Xml.Text(((SequenceShape)model.Input).Features.ToString())}].</param>")
            .Line($"/// <param name=\"outputs\">Where the outputs go: [time, {Xml.Text(output.Width.ToString())}].</param>")
            .Line($"/// <exception cref=\"{types["ArgumentException"]}\">{(ReadsTokens(model) ? "There is no such token, or there is room for more or fewer outputs" : "The inputs are no whole number of steps, or there is room for more or fewer outputs")}. The state is unchanged.</exception>")
            .Line($"public void Process({types["ReadOnlySpan"]}<{element}> {inputs}, {types["Span"]}<float> outputs)");
        using (writer.Braces())
        {
            writer.Line($"var steps = StepsOf({inputs}.Length, {features}, outputs.Length, {width});");
            if (ReadsTokens(model))
            {
                writer.Line($"_weights.{table!.Field}.Check(tokens);");
            }

            writer.Line("if (steps > _capacity && _capacity < LargestBlock)");
            using (writer.Braces())
            {
                writer.Line("var state = State;").Line("Allocate(LargestBlock);").Line("State = state;");
            }

            writer.Line();
            EmitLanes(types, writer, lane => $"Run<{lane}>({inputs}, outputs, steps);");
        }

        writer.Line();
    }

    /// <summary>A call with the widest lane of the machine. The JIT compiler replaces the conditions by constants.</summary>
    private static void EmitLanes(TypeNames types, SourceWriter writer, Func<string, string> call)
    {
        var keyword = "if";
        foreach (var bits in new[] { "512", "256", "128" })
        {
            writer.Line($"{keyword} ({types["Vector" + bits]}.IsHardwareAccelerated)").Line($"    {call(types[$"Lane{bits}F"])}");
            keyword = "else if";
        }

        writer.Line("else").Line($"    {call(types["ScalarF"])}");
    }

    private static void EmitRun(Model model, StreamingMembers members, StreamingRows output, TypeNames types, SourceWriter writer)
    {
        var width = StreamingMembers.Size(output.Width);
        var input = ReadsTokens(model) ? "int> tokens" : "float> inputs";
        writer.Line("/// <summary>All layers, one block of steps after the other.</summary>")
            .Line($"private void Run<TLane>({types["ReadOnlySpan"]}<{input}, {types["Span"]}<float> outputs, int all) where TLane : struct, {types["ILane"]}<TLane, float>");
        using (writer.Braces())
        {
            writer.Line("for (int done = 0, steps; done < all; done += steps)");
            using (writer.Braces())
            {
                writer.Line("// Rows of this block begin behind the last step.")
                    .Line("var first = Row;")
                    .Line($"steps = {types["Math"]}.Min(_capacity - first, all - done);")
                    .Line();
                foreach (var line in members.Body)
                {
                    writer.Line(line);
                }

                writer.Line()
                    .Line($"{output.Field}.CopyTo(outputs.Slice({Times("done", width)}, {Times("steps", width)}), {(output.Extent == StreamingExtent.State ? "first + 1" : "first")}, steps);")
                    .Line("Advance(steps);");
            }
        }

        writer.Line();
    }

    private static string Times(string count, string size) => size == "1" ? count : size.Contains(' ') ? $"{count} * ({size})" : $"{count} * {size}";

    private static void EmitWeights(Model model, StreamingMembers members, TypeNames types, SourceWriter writer)
    {
        writer.Line("/// <summary>The weights, which streams share.</summary>").Line("private sealed class Weights");
        using (writer.Braces())
        {
            foreach (var parameter in model.Parameters)
            {
                writer.Line($"public readonly int {StreamingMembers.SizeField(parameter.Name)};");
            }

            foreach (var weight in members.Weights)
            {
                writer.Line($"public readonly {weight.Type} {weight.Field}; // {weight.Note}");
            }

            writer.Line().Line($"public Weights({types["WeightReader"]} reader)");
            using (writer.Braces())
            {
                foreach (var (name, other) in members.Ties)
                {
                    writer.Line($"reader.Tie({Literal.Of(name)}, {Literal.Of(other)});");
                }

                foreach (var line in Sizes(model, members))
                {
                    writer.Line(line);
                }

                foreach (var weight in members.Weights)
                {
                    writer.Line($"{weight.Field} = {weight.Value};");
                }
            }
        }
    }

    /// <summary>Each size of the constructor, as the file says it: a dimension of a tensor that has no other unknown size in it.</summary>
    private static IEnumerable<string> Sizes(Model model, StreamingMembers members)
    {
        var known = new HashSet<string>();
        var unknown = model.Parameters.Select(parameter => parameter.Name).ToList();
        while (unknown.Count > 0)
        {
            var found = unknown.Select(name => (Name: name, Place: Place(name))).FirstOrDefault(pair => pair.Place is not null);
            if (found.Place is not { } place)
            {
                throw new InvalidOperationException($"No tensor of {model.Type.Level.Name} says its size {unknown[0]}.");
            }

            var parts = place.Parts == 1 ? "" : $", parts: {Literal.Of(place.Parts)}";
            var rest = place.Others == 0 ? "" : $", less: {StreamingMembers.OwnSize(place.Others)}";
            yield return $"{StreamingMembers.SizeField(found.Name)} = reader.Size({Literal.Of(found.Name)}, {Literal.Of(place.Tensor)}, {Literal.Of(place.Dimension)}{parts}{rest});";
            known.Add(found.Name);
            unknown.Remove(found.Name);
        }

        // The plainest place first: the size alone, then a multiple of it, then a sum.
        (string Tensor, int Dimension, long Parts, Polynomial Others)? Place(string name) => members.Tensors
            .SelectMany(tensor => tensor.Shape.Select((length, dimension) => (Tensor: tensor.Name, Dimension: dimension, Length: length)))
            .Select(place => (place.Tensor, place.Dimension, Parts: PartsOf(place.Length, name), Others: OthersOf(place.Length, name)))
            .Where(place => place.Parts > 0)
            .OrderBy(place => place.Others == 0 ? 0 : 1).ThenBy(place => place.Parts)
            .Select(place => ((string, int, long, Polynomial)?)place)
            .FirstOrDefault();

        static Polynomial OthersOf(Polynomial length, string name) => length.With(other => other == name ? 0 : Polynomial.Symbol(other));

        long PartsOf(Polynomial length, string name)
        {
            var rest = OthersOf(length, name);
            var parts = (length.With(other => other == name ? 1 : Polynomial.Symbol(other)) + (-1 * rest)).Number ?? 0;
            return parts > 0 && length == (parts * Polynomial.Symbol(name)) + rest && !unknown.Exists(rest.Mentions) ? parts : 0;
        }
    }

    /// <summary>The members of a model with errors: they throw.</summary>
    private static void EmitBroken(Model model, TypeNames types, SourceWriter writer)
    {
        var refuse = $"throw new {types["NotSupportedException"]}({Literal.Of($"The model '{model.Type.Level.Name}' has errors: {string.Join("; ", model.Errors)}.")});";
        var format = types["WeightFormat"];
        EmitSignature(model, types, writer);
        using (writer.Braces())
        {
            writer.Line($"private Streaming() : base({Literal.Of(model.Type.Level.Name)}) => {refuse}").Line();
            string[] signatures =
            [
                $"public static Streaming Load(string path, {format}? format = null)",
                $"public static Streaming Load({types["Stream"]} content, string name, {format}? format = null)",
                $"public static {types["WeightConversion"]} Convert(string path, string target, {format} format)",
                "public Streaming NewStream()",
                "public Streaming Fork()",
                "public int OutputSize",
                ReadsTokens(model) ? $"public void Step(int token, {types["Span"]}<float> output)" : $"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)",
                ReadsTokens(model) ? $"public void Process({types["ReadOnlySpan"]}<int> tokens, {types["Span"]}<float> outputs)" : $"public void Process({types["ReadOnlySpan"]}<float> inputs, {types["Span"]}<float> outputs)",
                .. ReadsTokens(model) ? Array.Empty<string>() : ["public int InputSize"],
            ];
            foreach (var signature in signatures)
            {
                writer.Line($"/// <summary>Throws: the model has errors.</summary>").Line($"{signature} => {refuse}").Line();
            }
        }
    }
}
