using Imara.Boot.Loading;
using Imara.Policy.Checking;

namespace Imara.Boot.Tests.Loading;

/// <summary>Keeps what was told.</summary>
internal sealed class Told : ILoadListener
{
    public List<string> Notes { get; } = [];

    public List<string> Failures { get; } = [];

    public List<LoadedKey> Keys { get; } = [];

    public List<PolicyCheck> Refusals { get; } = [];

    public void Note(string text) => Notes.Add(text);

    public void Failure(string text) => Failures.Add(text);

    public void Key(LoadedKey key) => Keys.Add(key);

    public void Refusal(PolicyCheck check) => Refusals.Add(check);
}
