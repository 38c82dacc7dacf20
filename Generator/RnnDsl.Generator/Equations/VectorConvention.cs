namespace RnnDsl.Generator.Equations;

/// <summary>The runtime's enumeration VectorConvention, in its order: whether values are columns, W x_t, or rows, x_t W.</summary>
internal enum VectorConvention
{
    Inferred,
    Columns,
    Rows,
}
