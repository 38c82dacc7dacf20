using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>A value of an ONNX graph: an input, a weight or the output of a node.</summary>
/// <param name="Name">Its name, unique in the file.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct OnnxValue(string Name);
