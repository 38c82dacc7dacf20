using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>How a target writes the rows that a loop over columns reads and writes.</summary>
internal interface IRowCode
{
    /// <summary>The name of a value, or else of the value that it is a part of.</summary>
    string NameOf(CellNode node);

    /// <summary>What columns are called: after the value that lies there.</summary>
    string NameOf(RowLocation location);

    /// <summary>The first element of columns of a row.</summary>
    string Row(RowLocation location);

    /// <summary>Reads the lane at column j of a row.</summary>
    string Load(string row);

    /// <summary>Writes the lane at column j of a row.</summary>
    string Store(string value, string row);
}
