using Imara.Testing;

namespace Imara.Architecture.Tests;

public class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. PublicApi.Assemblies.Select(library => library.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_surface_is_the_approved_one(string library) => Golden.Match(
        $"tests/Imara.Architecture.Tests/PublicApi/{library}.txt",
        PublicApi.Of(PublicApi.Assemblies.Single(assembly => assembly.GetName().Name == library)));
}
