using RnnDsl.Streaming;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A character model as a stream.</summary>
/// <param name="Convert">Writes the weights of a file to another one, with the matrices in a format.</param>
/// <param name="Load">Starts a stream on the weights of a file; without a format in that of the file.</param>
internal sealed record StreamingRecipe(Func<string, string, WeightFormat, WeightConversion> Convert, Func<string, WeightFormat?, CharacterStream> Load)
{
    public static StreamingRecipe Lab { get; } = new(CharLstm.Streaming.Convert, static (file, format) => Of(CharLstm.Streaming.Load(file, format)));

    public static StreamingRecipe Best { get; } = new(RegularisedCharLstm.Streaming.Convert, static (file, format) => Of(RegularisedCharLstm.Streaming.Load(file, format)));

    public static StreamingRecipe Small { get; } = new(SmallCharGru.Streaming.Convert, static (file, format) => Of(SmallCharGru.Streaming.Load(file, format)));

    private static CharacterStream Of(CharLstm.Streaming stream) => new(stream.Process, stream.OutputSize);

    private static CharacterStream Of(RegularisedCharLstm.Streaming stream) => new(stream.Process, stream.OutputSize);

    private static CharacterStream Of(SmallCharGru.Streaming stream) => new(stream.Process, stream.OutputSize);
}
