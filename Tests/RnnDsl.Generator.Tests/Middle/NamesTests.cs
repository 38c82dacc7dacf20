using System.Collections.Immutable;
using RnnDsl.Generator.Emit;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>Names that must not meet: locals of one method, files of one project.</summary>
public sealed class NamesTests
{
    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        var names = new NameAllocator(["scope", "lstm2"]);

        Assert.Equal(["lstm", "lstm3", "scope2", "@class", "class2"], new[] { "lstm", "lstm", "scope", "class", "class" }.Select(names.Allocate));
    }

    [Fact]
    public void Files_that_differ_in_case_only_are_told_apart_and_others_keep_their_names()
    {
        ImmutableArray<string> names = ["N.Model", "N.MODEL", "n.Model", "N.Other"];
        var twins = HintNames.Collisions(names);

        Assert.Equal(3, twins.Count);
        Assert.Equal("N.Other.g.cs", HintNames.Of("N.Other", twins));
        Assert.Equal(4, names.Select(name => HintNames.Of(name, twins)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_file_is_named_in_letters_digits_and_hyphens() => Assert.Equal("N.Ne-0301t-1.g.cs", HintNames.Of("N.Ne\u0301t-1", default));
}
