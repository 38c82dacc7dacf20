using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>The names of the values in a method.</summary>
internal sealed class MethodScope
{
    private readonly Dictionary<MethodValue, string> _names = [];
    private readonly NameAllocator _locals;

    /// <param name="methods">The methods of the model.</param>
    /// <param name="names">The names of types.</param>
    public MethodScope(ModelMethods methods, TypeNames names) =>
        (Types, _locals) = (names, new NameAllocator(ScopeNames.Forward.Concat(methods.NamedMembers)));

    /// <summary>The names of types.</summary>
    public TypeNames Types { get; }

    /// <summary>How a state before the step is written.</summary>
    public Func<StateTensor, string> Before { get; init; } = state => $"state.{state.Name}";

    /// <summary>The name of a value.</summary>
    public string this[MethodValue value] => _names[value];

    /// <summary>A state afterwards, with the dimension of the layers.</summary>
    public string this[StateAfter state] => state.LacksLayers ? $"{Types.Torch}.stack([{_names[state.Value!]}])" : _names[state.Value!];

    /// <summary>The values, separated by commas.</summary>
    public string List(IEnumerable<MethodValue> values) => string.Join(", ", values.Select(value => _names[value]));

    /// <summary>An input that may be missing.</summary>
    public string Optional(IReadOnlyList<MethodValue> inputs, int index) => index < inputs.Count ? _names[inputs[index]] : "null";

    /// <summary>A name that no other value has.</summary>
    public string Allocate(string name) => _locals.Allocate(name);

    /// <summary>Declares what a step computes: a discard for what nothing reads.</summary>
    public string Declare(MethodValue? value) => value is null ? "_" : _names[value] = _locals.Allocate(value.Name);

    /// <summary>Sets the name of a value that the method is given.</summary>
    public void Bind(MethodValue value, string name) => _names[value] = name;
}
