using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>What the constructor does to the parameters of its modules.</summary>
internal abstract record InitializationStep;

/// <summary>Initialises a recurrent layer in another way than uniformly.</summary>
internal sealed record InitializeRecurrence(Recurrence Recurrence, InitializationKinds Kinds, int ChronoLength) : InitializationStep;

/// <summary>Copies given vectors into a table.</summary>
internal sealed record CopyVectors(TableParameter Vectors) : InitializationStep;

/// <summary>Excludes a table from training.</summary>
internal sealed record FreezeTable(EmbeddingTable Table) : InitializationStep;
