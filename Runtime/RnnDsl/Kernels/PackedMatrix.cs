using System.ComponentModel;
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
    /// <exception cref="ArgumentException">The source is too short, or the sizes are none of a matrix.</exception>
    public void Pack(ReadOnlySpan<T> source, int rows, int columns, int stride, bool transposed)
    {
        Operand.Check(source.Length, rows, columns, stride, "source");
        (Outputs, Inputs) = transposed ? (columns, rows) : (rows, columns);
        Reserve();
        ref var from = ref MemoryMarshal.GetReference(source);
        if (transposed)
            PackedPanels.FromColumns(ref from, stride, rows, columns, PanelWidth, ref Panels);
        else
            PackedPanels.FromRows(ref from, stride, rows, columns, PanelWidth, ref Panels);
    }

    /// <summary>Makes room for the panels.</summary>
    private void Reserve()
    {
        var panels = (Outputs + PanelWidth - 1) / PanelWidth;
        var length = checked(panels * PanelWidth * Inputs);
        if (_memory.Length >= length + PackedPanels.Slack<T>())
            return;

        // Pinned, so that the collector does not move the panels off their cache lines.
        _memory = GC.AllocateUninitializedArray<T>(checked(length + PackedPanels.Slack<T>()), pinned: true);
    }
}
