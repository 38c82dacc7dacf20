using System.Text;

namespace RnnDsl.Torch;

/// <summary>The inputs and outputs that an exported ONNX file has besides the model's input and output.</summary>
public sealed record OnnxOptions
{
    /// <summary>
    /// Whether the file has an input <c>lengths</c>, int32 [batch]: the number of valid steps of each sequence. The default is false, because not every importer reads the lengths of a
    /// recurrent operator.
    /// </summary>
    public bool Lengths { get; init; }

    /// <summary>
    /// Whether the states of the model are inputs, named after the members of its record <c>State</c> (<c>hidden</c>), and outputs (<c>finalHidden</c>). The default is true; without them every
    /// sequence begins with zeros.
    /// </summary>
    public bool States { get; init; } = true;

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Lengths), Lengths), (nameof(States), States));
}
