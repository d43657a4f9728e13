namespace CalendarSync.Core.Connecting;

/// <summary>Every outcome: its code for applications, its HTTP status, and its words in both languages.</summary>
internal static class ConnectTexts
{
    public static (string Code, int Status, ConnectText English, ConnectText French) Of(ConnectResult result) => result switch
    {
        ConnectResult.Connected => (
            "connected", 200,
            new("Google Calendar is connected", "Changes now travel in both directions. You can close this page."),
            new("Google Agenda est connecté", "Les modifications circulent maintenant dans les deux sens. Vous pouvez fermer cette page.")),
        ConnectResult.LinkExpired => (
            "link_expired", 400,
            new("This link no longer works", "It works once and for ten minutes. Go back to the application and connect again."),
            new("Ce lien n'est plus valable", "Il fonctionne une seule fois, pendant dix minutes. Retournez dans l'application et reconnectez-vous.")),
        ConnectResult.StateInvalid => (
            "state_invalid", 400,
            new("This answer does not belong to this browser", "It was used already, came too late, or was begun in another browser. Go back to the application and connect again."),
            new("Cette réponse n'appartient pas à ce navigateur", "Elle a déjà servi, arrive trop tard ou vient d'un autre navigateur. Retournez dans l'application et reconnectez-vous.")),
        ConnectResult.AccessDenied => (
            "access_denied", 403,
            new("Nothing was connected", "You did not give access to Google Calendar. If that was a mistake, connect again and choose Allow."),
            new("Rien n'a été connecté", "Vous n'avez pas autorisé l'accès à Google Agenda. Si c'est une erreur, reconnectez-vous et choisissez Autoriser.")),
        ConnectResult.ConsentFailed => (
            "consent_failed", 400,
            new("Google did not finish", "Google's page ended with an error. Connect again; if it stays so, tell your administrator."),
            new("Google n'a pas terminé", "La page de Google s'est arrêtée sur une erreur. Reconnectez-vous ; si cela persiste, prévenez votre administrateur.")),
        ConnectResult.MissingScope => (
            "missing_scope", 403,
            new("A permission is missing", "Both calendar permissions are needed. Connect again and leave every box ticked. Missing:"),
            new("Il manque une autorisation", "Les deux autorisations d'agenda sont nécessaires. Reconnectez-vous en laissant toutes les cases cochées. Il manque :")),
        ConnectResult.NoRefreshToken => (
            "no_refresh_token", 502,
            new("Google gave no lasting permission", "Remove this application at myaccount.google.com/connections and connect again."),
            new("Google n'a pas donné d'autorisation durable", "Retirez cette application sur myaccount.google.com/connections, puis reconnectez-vous.")),
        ConnectResult.CodeRefused => (
            "code_refused", 400,
            new("Google did not accept the answer", "It was used already or came too late. Go back to the application and connect again."),
            new("Google n'a pas accepté la réponse", "Elle a déjà servi ou arrive trop tard. Retournez dans l'application et reconnectez-vous.")),
        ConnectResult.OperatorNeeded => (
            "not_configured", 502,
            new("This application is not set up right with Google", "Your administrator has to check the OAuth client and that the Google Calendar API is on. You need not do anything."),
            new("Cette application est mal configurée chez Google", "Votre administrateur doit vérifier le client OAuth et l'activation de l'API Google Calendar. Vous n'avez rien à faire.")),
        ConnectResult.GoogleUnavailable => (
            "google_unavailable", 503,
            new("Google does not answer at the moment", "Nothing was stored. Connect again in a few minutes."),
            new("Google ne répond pas pour l'instant", "Rien n'a été enregistré. Reconnectez-vous dans quelques minutes.")),
        ConnectResult.Forbidden => (
            "forbidden", 403,
            new("You may not connect for this company", "This takes an owner or admin of the company."),
            new("Vous ne pouvez pas connecter cette entreprise", "Il faut être propriétaire ou administrateur de l'entreprise.")),
        ConnectResult.OtherAccount => (
            "other_account", 409,
            new("This is another Google account", "You have connected a different account before. Choose that one, or disconnect it first."),
            new("C'est un autre compte Google", "Vous avez déjà connecté un autre compte. Choisissez celui-là, ou déconnectez-le d'abord.")),
        ConnectResult.CalendarTaken => (
            "calendar_taken", 409,
            new("This calendar belongs to another company", "A Google calendar can be connected to one company only. Nothing was stored."),
            new("Cet agenda appartient à une autre entreprise", "Un agenda Google ne peut être connecté qu'à une seule entreprise. Rien n'a été enregistré.")),
        ConnectResult.NoCalendars => (
            "no_calendars", 409,
            new("This account sees none of the calendars", "Choose the account that has them, or have them shared with this one."),
            new("Ce compte ne voit aucun des agendas", "Choisissez le compte qui les possède, ou faites-les partager avec celui-ci.")),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
