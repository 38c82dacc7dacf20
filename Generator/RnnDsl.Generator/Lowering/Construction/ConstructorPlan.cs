using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>The constructor of a model: its parameters, and what it does in the order of the properties.</summary>
/// <param name="Sizes">The sizes that it takes: those without a default first.</param>
/// <param name="Vectors">The tables whose initial values it takes.</param>
/// <param name="SharedTables">The tables that may be those of another model.</param>
/// <param name="Checks">What it checks of the sizes.</param>
/// <param name="StoredSizes">The sizes that it keeps in fields, because methods read them.</param>
/// <param name="Modules">The modules that it creates and registers.</param>
/// <param name="Fields">What it keeps of recurrent layers in fields.</param>
/// <param name="Initializations">What it does to the parameters of the modules.</param>
internal sealed record ConstructorPlan(
    EquatableArray<SizeParameter> Sizes,
    EquatableArray<TableParameter> Vectors,
    EquatableArray<TableParameter> SharedTables,
    EquatableArray<SizeCheck> Checks,
    EquatableArray<string> StoredSizes,
    EquatableArray<ModulePlan> Modules,
    EquatableArray<RecurrentField> Fields,
    EquatableArray<InitializationStep> Initializations)
{
    /// <summary>The names of the parameters of the model's own.</summary>
    public IEnumerable<string> Names => Sizes.Select(size => size.Name).Concat(Vectors.Select(table => table.Parameter));
}

/// <summary>A parameter for the table of an embedding.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Table">The embedding.</param>
internal sealed record TableParameter(string Parameter, EmbeddingTable Table);
