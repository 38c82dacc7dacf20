using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Reserved names of the generated class, and their owners.</summary>
internal static class ReservedNames
{
    public static IReadOnlyDictionary<string, string> Of(TypeDeclaration type, TargetNames names)
    {
        // Compared without regard to case: names that differ in case only are confusing even where C# distinguishes them.
        var reserved = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [type.Level.Name] = "the class itself",
        };
        Add(type.Level.TypeParameterNames, "a type parameter of the class");

        // A member in lower case is hidden by no property.
        Add(names.ModelMembers.Select(member => member.Name).Where(name => char.IsUpper(name[0])).Append(MemberParser.Hook), "a generated member");
        Add(names.InheritedMembers.Concat(names.NestedTypes), "a member of nn.Module");
        Add(names.TypesInExpressions, "a type that generated code uses");
        return reserved;

        void Add(IEnumerable<string> group, string owner)
        {
            foreach (var name in group)
            {
                reserved[name] = $"{owner}, '{name}'";
            }
        }
    }
}
