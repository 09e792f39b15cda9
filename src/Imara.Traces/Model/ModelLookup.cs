namespace Imara.Traces.Model;

/// <summary>What a path leads to.</summary>
/// <param name="Folder">The folder that the last name is looked for in; null if the path ends before.</param>
/// <param name="Name">The last name; empty for the root.</param>
/// <param name="Found">What has that name; null: nothing.</param>
internal readonly record struct ModelLookup(ModelEntry? Folder, string Name, ModelEntry? Found);
