namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the methods that read files of weights.</summary>
internal static class StreamingLoading
{
    /// <param name="name">The name of the model, as code.</param>
    /// <param name="types">How types are written.</param>
    /// <param name="writer">Receives the methods.</param>
    public static void Emit(string name, TypeNames types, SourceWriter writer)
    {
        var (stream, file, format) = (types["Stream"], types["SafetensorsFile"], types["WeightFormat"]);
        writer.Line("/// <summary>Loads the weights of a safetensors file, with the names and shapes that the trained model saves, and starts a stream.</summary>")
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
    }
}
