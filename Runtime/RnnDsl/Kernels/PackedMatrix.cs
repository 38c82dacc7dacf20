using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>
/// The right factor W [outputs, inputs] of products X Wᵀ, in the order in which <see cref="Product"/> reads it: panels of as many outputs as two vectors hold, each with the
/// elements of one input side by side. The last panel is filled with zeros.
/// </summary>
/// <remarks>The memory is kept from one packing to the next. Packing excludes use: many threads may read a matrix, and none while it is packed.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedMatrix<T> where T : unmanaged
{
    private T[] _memory = [];

    /// <summary>An empty matrix for the vectors of this machine.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public PackedMatrix() : this(Product.PanelWidth<T>())
    {
    }

    /// <summary>An empty matrix with panels of a given number of outputs.</summary>
    internal PackedMatrix(int panelWidth) => PanelWidth = panelWidth;

    /// <summary>How the elements are stored.</summary>
    public PackedFormat Format { get; } = PackedFormat.Full;

    /// <summary>The columns of a product.</summary>
    public int Outputs { get; private set; }

    /// <summary>The summands of each element of a product.</summary>
    public int Inputs { get; private set; }

    internal int PanelWidth { get; }

    /// <summary>The first panel; each has <see cref="Inputs"/> · <see cref="PanelWidth"/> elements.</summary>
    internal ref T Panels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref PackedPanels.Align(_memory);
    }

    /// <summary>Packs a matrix M [rows, columns]: W = M for X Mᵀ (the forward direction of a linear projection), or W = Mᵀ for X M (its gradient of the input).</summary>
    /// <param name="source">The elements of M, row by row.</param>
    /// <param name="rows">The rows of M.</param>
    /// <param name="columns">The columns of M.</param>
    /// <param name="stride">The elements from one row of M to the next.</param>
    /// <param name="transposed">Whether W is Mᵀ.</param>
    /// <exception cref="ArgumentException">The source is too short, the sizes are none of a matrix, or the matrix is larger than an array.</exception>
    public void Pack(ReadOnlySpan<T> source, int rows, int columns, int stride, bool transposed)
    {
        Operand.Check(source.Length, rows, columns, stride, "source");
        var (outputs, inputs) = transposed ? (columns, rows) : (rows, columns);
        Reserve(outputs, inputs);
        (Outputs, Inputs) = (outputs, inputs);
        ref var from = ref MemoryMarshal.GetReference(source);
        if (transposed)
            PackedPanels.FromColumns(ref from, stride, rows, columns, PanelWidth, ref Panels);
        else
            PackedPanels.FromRows(ref from, stride, rows, columns, PanelWidth, ref Panels);
    }

    /// <summary>Makes room for the panels of a matrix.</summary>
    private void Reserve(int outputs, int inputs)
    {
        var columns = ((long)outputs + PanelWidth - 1) / PanelWidth * PanelWidth;
        if (inputs > 0 && columns > (Array.MaxLength - PackedPanels.Slack<T>()) / inputs)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The matrix has {outputs:N0} × {inputs:N0} elements, more than an array holds. Split it into several."));
        var length = (int)(columns * inputs) + PackedPanels.Slack<T>();
        if (_memory.Length >= length)
            return;

        // Pinned, so that the collector does not move the panels off their cache lines.
        _memory = GC.AllocateUninitializedArray<T>(length, pinned: true);
    }
}
