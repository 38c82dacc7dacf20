using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>The parameters of a layer, as one module of the model.</summary>
/// <param name="Key">Its key in the state_dict.</param>
/// <param name="Property">Its property.</param>
/// <param name="Summary">The documentation of the property. A name in backquotes is code.</param>
internal abstract record ModulePlan(string Key, string Property, string Summary);

/// <summary>The parameters of a layer's operations.</summary>
internal sealed record OperationModule(string Key, string Property, string Summary, EquatableArray<Operation> Operations) : ModulePlan(Key, Property, Summary)
{
    /// <summary>The constructor's parameter that takes the place of the module; null if there is none.</summary>
    public string? SharedParameter { get; init; }
}

/// <summary>The parameters of a recurrent layer.</summary>
internal sealed record RecurrentModule(string Summary, Recurrence Recurrence, ParameterHolder Holder) : ModulePlan(Recurrence.Layer.Key, Recurrence.Layer.Property, Summary);

/// <summary>What holds the parameters of a recurrent layer.</summary>
internal enum ParameterHolder
{
    /// <summary>The module of the library, whose kernel computes the layer.</summary>
    LibraryModule,

    /// <summary>The parameters of a built-in cell, in the layout of the library's module.</summary>
    RecurrentWeights,

    /// <summary>The parameters of a user-defined cell, by their names in the equations.</summary>
    CellParameters,
}
