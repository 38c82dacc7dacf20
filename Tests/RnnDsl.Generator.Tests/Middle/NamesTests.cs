using System.Collections.Immutable;
using RnnDsl.Generator.Emit;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>Names that must not meet: locals of one method, files of one project.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Taken_name_gets_a_numeric_suffix()
    {
        var names = new NameAllocator(["scope", "lstm2"]);

        Assert.Equal(["lstm", "lstm3", "scope2", "@class", "class2"], new[] { "lstm", "lstm", "scope", "class", "class" }.Select(names.Allocate));
    }

    [Fact]
    public void Hint_names_that_differ_only_in_case_are_disambiguated()
    {
        ImmutableArray<string> names = ["N.Model", "N.MODEL", "n.Model", "N.Other"];
        var collisions = HintNames.Collisions(names);

        Assert.Equal(3, collisions.Count);
        Assert.Equal("N.Other.g.cs", HintNames.Of("N.Other", collisions));
        Assert.Equal(4, names.Select(name => HintNames.Of(name, collisions)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Nested_model_called_Kernels_has_another_file_than_the_kernels_of_the_outer_one()
    {
        ImmutableArray<string> names = ["N.Lab", "N.Lab.kernels"];
        var collisions = HintNames.Collisions(names);
        Assert.Equal(["N.Lab.kernels"], collisions);
        var files = names.Select(name => HintNames.Of(name, collisions)).SelectMany(file => new[] { file, HintNames.WithSuffix(file, ".Kernels") }).ToList();
        Assert.Equal(4, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Hint_name_consists_of_letters_digits_and_hyphens() => Assert.Equal("N.Ne-0301t-1.g.cs", HintNames.Of("N.Ne\u0301t-1", default));
}
