using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The requirements on user-defined methods and modules.</summary>
internal static class UserCodeRules
{
    public static void Check(ApplyDeclaration apply, int index, string model, DiagnosticBag diagnostics)
    {
        switch (apply.Found)
        {
            case { Fit: ApplyFit.Missing, Display: var nearest }:
                diagnostics.Add(Rules.ApplyNothing, DiagnosticLocation.Layer(index, "Method"), apply.Method, model,
                    nearest.Length == 0 ? "Declare 'Tensor Method(Tensor x)' in the class and write nameof(Method)." : $"Did you mean '{nearest}'? Write nameof({nearest}).");
                break;

            case { Fit: ApplyFit.WrongSignature, Display: var signature }:
                diagnostics.Add(Rules.ApplySignature, DiagnosticLocation.Layer(index, "Method"), apply.Method, signature);
                break;
        }
    }

    public static void Check(ModuleDeclaration module, int index, DiagnosticBag diagnostics)
    {
        var location = DiagnosticLocation.Layer(index, "Module");
        switch (module.Type.Fit)
        {
            case ModuleFit.NotAModule:
                diagnostics.Add(Rules.NotATensorModule, location, module.Type.Display, "Derive it from nn.Module<Tensor, Tensor>, or name a module that does.");
                break;

            case ModuleFit.Model:
                diagnostics.Add(Rules.NotATensorModule, location, module.Type.Display,
                    "It is a model, which is no layer of another: write its layers here, or call it in a method of this class and write [Apply(nameof(Method))].");
                break;

            case ModuleFit.Cell:
                diagnostics.Add(Rules.NotATensorModule, location, module.Type.Display, $"It is a cell: write [Recurrent(typeof({module.Type.Display}), size)].");
                break;

            case ModuleFit.Abstract:
                diagnostics.Add(Rules.ModuleNotMade, location, module.Type.Display, "it is abstract", "Name a class that derives from it.");
                break;

            case ModuleFit.NoConstructor:
                diagnostics.Add(Rules.ModuleNotMade, location, module.Type.Display, "it has no constructor without parameters, nor one that takes the number of features",
                    $"Give it 'public {module.Type.Display.Split('<')[0]}(long features)', or one without parameters.");
                break;

            case ModuleFit.RequiresMember:
                diagnostics.Add(Rules.ModuleNotMade, location, module.Type.Display, $"its member '{module.Type.RequiredMember}' is required",
                    "Remove 'required', or set it in the constructor and put [SetsRequiredMembers] on that.");
                break;

            case ModuleFit.Obsolete:
                diagnostics.Add(Rules.ModuleNotMade, location, module.Type.Display, "its constructor is marked [Obsolete] as an error",
                    $"Remove the mark, or give it another 'public {module.Type.Display.Split('<')[0]}(long features)' without one.");
                break;

            case ModuleFit.OutOfReach:
                diagnostics.Add(Rules.ModuleNotMade, location, module.Type.Display, "it is visible in its own file only", "Declare it without 'file'.");
                break;
        }
    }
}
