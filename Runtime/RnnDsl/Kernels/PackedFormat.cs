using System.ComponentModel;

namespace RnnDsl.Kernels;

/// <summary>How a <see cref="PackedMatrix{T}"/> stores its elements. Further formats, such as bfloat16 and int8, join here.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum PackedFormat
{
    /// <summary>As they are, in the type of the product.</summary>
    Full,
}
