namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>How the outputs of two directions become one: the runtime's enumeration Merge, in its order.</summary>
internal enum MergeKind
{
    Concat,
    Sum,
    Mean,
}
