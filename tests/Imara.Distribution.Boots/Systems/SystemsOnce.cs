namespace Imara.Distribution.Boots.Systems;

/// <summary>The tests that look at the same boots.</summary>
[CollectionDefinition(Name)]
public sealed class SystemsOnce : ICollectionFixture<SystemDisks>
{
    /// <summary>What they share.</summary>
    public const string Name = "Systems";
}
