using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A user-defined module.</summary>
/// <param name="Type">The type, by its name in emitted code.</param>
/// <param name="Features">The number of output features; null if it keeps them.</param>
internal sealed record ModuleDeclaration(string? Name, UserModule Type, SizeArgument? Features)
    : LayerDeclaration("Module", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];

    public override LookAhead? LooksAhead => null;

    public static ModuleDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Module(0), arguments.OptionalSize(1, "Features"));

    public override void Check(ILayerChecks checks)
    {
        switch (Type.Fit)
        {
            case ModuleFit.NotAModule:
                checks.Report(Rules.NotATensorModule, "Module", Type.Display, "Derive it from nn.Module<Tensor, Tensor>, or name a module that does.");
                break;

            case ModuleFit.Model:
                checks.Report(Rules.NotATensorModule, "Module", Type.Display,
                    "It is a model, which is no layer of another: write its layers here, or call it in a method of this class and write [Apply(nameof(Method))].");
                break;

            case ModuleFit.Cell:
                checks.Report(Rules.NotATensorModule, "Module", Type.Display, $"It is a cell: write [Recurrent(typeof({Type.Display}), size)].");
                break;

            case ModuleFit.Abstract:
                checks.Report(Rules.ModuleNotMade, "Module", Type.Display, "it is abstract", "Name a class that derives from it.");
                break;

            case ModuleFit.NoConstructor:
                checks.Report(Rules.ModuleNotMade, "Module", Type.Display, "it has no constructor without parameters, nor one that takes the number of features",
                    $"Give it 'public {Type.Display.Split('<')[0]}(long features)', or one without parameters.");
                break;

            case ModuleFit.RequiresMember:
                checks.Report(Rules.ModuleNotMade, "Module", Type.Display, $"its member '{Type.RequiredMember}' is required",
                    "Remove 'required', or set it in the constructor and put [SetsRequiredMembers] on that.");
                break;

            case ModuleFit.Obsolete:
                checks.Report(Rules.ModuleNotMade, "Module", Type.Display, "its constructor is marked [Obsolete] as an error",
                    $"Remove the mark, or give it another 'public {Type.Display.Split('<')[0]}(long features)' without one.");
                break;

            case ModuleFit.OutOfReach:
                checks.Report(Rules.ModuleNotMade, "Module", Type.Display, "it is visible in its own file only", "Declare it without 'file'.");
                break;
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var (current, output, features) = UserCode.Shapes(flow, input, Features, Attribute);
        return flow.Add(new ModuleLayer(flow.Key, current, output, Type, current.FeatureCount(), features));
    }
}

/// <summary>A user-defined module. Its parameters are not counted.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ModuleLayer(string Key, Shape Input, Shape Output, UserModule Type, Polynomial InputSize, Polynomial? Features)
    : StatelessLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new UserModuleOperation(Type, InputSize, Features)];

    public override string Note => $"{Type.Display}, parameters not counted";

    public override string Summary => $"User-defined module: {Input} to {Output}.";

    public override string? WhyNoStep => null;

    public override IEnumerable<Polynomial> StoredSizes => Features is { } features ? [features] : [];
}
