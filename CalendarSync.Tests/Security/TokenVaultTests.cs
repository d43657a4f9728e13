using CalendarSync.Core;
using CalendarSync.Core.Security;

namespace CalendarSync.Tests.Security;

public sealed class TokenVaultTests
{
    private static readonly SealContext Place = new(Guid.Parse("11111111-1111-1111-1111-111111111111"), "doctor@example.com", SealPurpose.RefreshToken);

    [Theory]
    [InlineData("")]
    [InlineData("1//0g-token")]
    [InlineData("é\0x")]
    public void Check18_what_was_sealed_opens_in_its_place_and_shows_nothing(string token)
    {
        TokenVault vault = Vault(Key(1));

        string text = vault.Seal(token, Place);

        vault.Open(text, Place).ShouldBe(new Unsealed(token, WithOlderKey: false));
        text.ShouldNotContain("1//0g-token");
        text.ShouldStartWith("v1.");
    }

    [Fact]
    public void Check18_the_nonce_is_fresh_each_time()
    {
        TokenVault vault = Vault(Key(1));

        Enumerable.Range(0, 100).Select(_ => vault.Seal("token", Place)).Distinct(StringComparer.Ordinal).Count().ShouldBe(100);
    }

    [Fact]
    public void Check18_no_flipped_bit_goes_unnoticed()
    {
        TokenVault vault = Vault("k1:" + Key(1));
        string text = vault.Seal("a token", Place);
        string[] parts = text.Split('.');
        byte[] box = System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]);

        for (int bit = 0; bit < box.Length * 8; bit++)
        {
            byte[] flipped = [.. box];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Fault(vault, $"v1.k1.{System.Buffers.Text.Base64Url.EncodeToString(flipped)}", Place).ShouldBe(TokenVaultFault.Tampered);
        }
    }

    [Fact]
    public void Check18_a_sealed_text_opens_for_no_other_company_account_or_purpose()
    {
        TokenVault vault = Vault(Key(1));
        string text = vault.Seal("a token", Place);

        Fault(vault, text, Place with { CompanyId = Guid.Parse("22222222-2222-2222-2222-222222222222") }).ShouldBe(TokenVaultFault.Tampered);
        Fault(vault, text, Place with { Account = "other@example.com" }).ShouldBe(TokenVaultFault.Tampered);
        Fault(vault, text, Place with { Purpose = SealPurpose.AccessToken }).ShouldBe(TokenVaultFault.Tampered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain token")]
    [InlineData("v1.k1")]
    [InlineData("v2.k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v1.k1.AAAA")]
    [InlineData("v1.k1.!!!!")]
    public void Check18_what_the_vault_did_not_write_is_said_to_be_malformed(string text) =>
        Fault(Vault("k1:" + Key(1)), text, Place).ShouldBe(TokenVaultFault.Malformed);

    [Fact]
    public void Check19_the_first_key_encrypts_and_the_older_ones_still_open()
    {
        string before = Vault("old:" + Key(1)).Seal("a token", Place);
        TokenVault during = Vault($"new:{Key(2)},old:{Key(1)}");
        TokenVault after = Vault("new:" + Key(2));

        during.Open(before, Place).ShouldBe(new Unsealed("a token", WithOlderKey: true));
        string resealed = during.Seal("a token", Place);
        during.Open(resealed, Place).WithOlderKey.ShouldBeFalse();
        after.Open(resealed, Place).Value.ShouldBe("a token");
        Fault(after, before, Place).ShouldBe(TokenVaultFault.UnknownKey);
    }

    [Fact]
    public void Check19_a_key_that_had_no_id_is_found_again_when_it_gets_one()
    {
        string before = Vault(Key(1)).Seal("a token", Place);

        Vault($"new:{Key(2)},old:{Key(1)}").Open(before, Place).ShouldBe(new Unsealed("a token", WithOlderKey: true));
    }

    [Fact]
    public void Check19_another_key_under_a_known_id_opens_nothing()
    {
        string before = Vault("k1:" + Key(1)).Seal("a token", Place);

        Fault(Vault("k1:" + Key(2)), before, Place).ShouldBe(TokenVaultFault.Tampered);
    }

    [Fact]
    public void Check19_a_rotation_while_the_host_runs_is_used_at_once()
    {
        var options = new CalendarSyncOptions { TokenEncryptionKey = "a:" + Key(1) };
        var vault = new TokenVault(options, new RandomIdSource());
        string before = vault.Seal("a token", Place);

        options.Secrets.Replace(options.Secrets.Current with { TokenEncryptionKey = $"b:{Key(2)},a:{Key(1)}" });

        vault.Open(before, Place).WithOlderKey.ShouldBeTrue();
        vault.Seal("a token", Place).ShouldStartWith("v1.b.");
    }

    [Theory]
    [InlineData("a:{0},b:{1}", true)]
    [InlineData("{0}", true)]
    [InlineData(" a:{0} , b:{1} ", true)]
    [InlineData("{0},{1}", false)]
    [InlineData("a:{0},a:{1}", false)]
    [InlineData("a b:{0}", false)]
    [InlineData(":{0}", false)]
    [InlineData("a:", false)]
    [InlineData(",", false)]
    [InlineData("a:AAAA", false)]
    public void Check19_keys_are_one_bare_key_or_pairs(string text, bool right) =>
        (EncryptionKeys.TryParse(string.Format(null, text, Key(1), Key(2)), out _) is not null).ShouldBe(right);

    private static TokenVault Vault(string keys) => new(new CalendarSyncOptions { TokenEncryptionKey = keys }, new RandomIdSource());

    private static string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());

    private static TokenVaultFault Fault(TokenVault vault, string text, SealContext context) =>
        Should.Throw<TokenVaultException>(() => vault.Open(text, context)).Fault;
}
